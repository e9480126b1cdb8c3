export { TrainScreen } from './TrainScreen';
