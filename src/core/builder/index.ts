export { buildRow, type Example } from './build-row';
export { callLabel, requestOf } from './labels';
export { argumentsOf, type FieldKind, fieldsOf, jsonOf, type SchemaField, wrongFields } from './schema-form';
