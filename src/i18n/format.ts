// Numbers, sizes, times and dates as a person reads them, by Intl. Unknown is `–`, never NaN or 0.

export type Language = 'en' | 'zh-CN';

export const UNKNOWN = '–';

/** What a share, a size or a duration looks like in one language. */
export interface Format {
  /** @param digits most digits after the point. */
  number(value: number | null | undefined, digits?: number): string;
  /** Significant digits, for losses and learning rates: 0.118, 8.4e-5. */
  significant(value: number | null | undefined, digits?: number): string;
  /** @param share 0 to 1. */
  percent(share: number | null | undefined): string;
  bytes(value: number | null | undefined): string;
  /** Seconds as `3:12` or `1:03:12`. */
  duration(seconds: number | null | undefined): string;
  dateTime(milliseconds: number): string;
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'];

function known(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function significantText(language: Language, value: number, digits: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(digits - 1).replace(/\.?0+e/, 'e');
  return new Intl.NumberFormat(language, { maximumSignificantDigits: digits }).format(value);
}

function bytesText(number: Format['number'], value: number): string {
  const step = value < 1000 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** step;
  return `${number(scaled, step === 0 || scaled >= 100 ? 0 : 1)}\u00a0${SIZES[step]}`;
}

export function createFormat(language: Language): Format {
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const number: Format['number'] = (value, digits = 0) =>
    known(value) ? new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value) : UNKNOWN;
  return {
    number,
    significant: (value, digits = 3) => (known(value) ? significantText(language, value, digits) : UNKNOWN),
    percent: (share) => (known(share) ? `${number(share * 100)}\u00a0%` : UNKNOWN),
    bytes: (value) => (known(value) ? bytesText(number, value) : UNKNOWN),
    duration: (seconds) => (known(seconds) ? clock(seconds) : UNKNOWN),
    dateTime: (milliseconds) => dates.format(milliseconds),
  };
}
