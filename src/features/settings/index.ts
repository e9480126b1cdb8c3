export { deviceLine, PreflightDialog } from './PreflightDialog';
export { SettingsDialog } from './SettingsDialog';
export {
  applySettings,
  changeSettings,
  drawnTheme,
  type HubChoice,
  type Settings,
  toggleLanguage,
  toggleTheme,
  useSettings,
} from './state';
