export { readToolDocument } from './read-tool-document';
