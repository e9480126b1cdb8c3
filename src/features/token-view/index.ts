export { modelIdOf } from './model';
export { TokenView } from './TokenView';
