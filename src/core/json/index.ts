export { sameNumber } from './decimal';
export {
  arrayNode,
  type JsonArray,
  type JsonMember,
  type JsonNode,
  type JsonNumber,
  type JsonObject,
  type JsonString,
  member,
  NULL,
  objectNode,
  stringNode,
  textOf,
} from './node';
export { type JsonReason, MAX_DEPTH, type Parsed, parseJson, parseValueAt, skipSpace, tryParseJson } from './parse';
export { atPointer } from './pointer';
export { lastMembers, sameSource, sameValue, toValue } from './value';
export { writeCompact, writePython } from './write';
