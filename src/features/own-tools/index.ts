export { OwnToolsScreen } from './OwnToolsScreen';
