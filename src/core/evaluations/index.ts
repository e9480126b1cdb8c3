export { bestStep, handedOnStep } from './best-step';
export { type EarlyStopping, stopsEarly } from './early-stopping';
