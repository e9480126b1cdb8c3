export { buildRecord } from './build-record';
export { callLabel, requestOf } from './labels';
export {
  type ParameterLine,
  parameterProblem,
  parameterTypes,
  readParameters,
  writeParameters,
} from './parameter-form';
export { argumentsOf, fieldsOf, jsonOf, type SchemaField, wrongFields } from './schema-form';
