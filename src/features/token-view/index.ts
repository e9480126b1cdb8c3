export { modelIdOf } from './model';
export { TokenLens } from './TokenView';
