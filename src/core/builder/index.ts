export { buildRow, type Example } from './build-row';
export { callLabel, requestOf } from './labels';
export {
  type ParameterLine,
  type ParameterProblem,
  parameterProblem,
  parameterTypes,
  readParameters,
  writeParameters,
} from './parameter-form';
export { argumentsOf, type FieldKind, fieldsOf, jsonOf, type SchemaField, wrongFields } from './schema-form';
