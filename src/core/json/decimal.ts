// Equality of JSON numbers by value, without rounding: 1 = 1.0 = 10e-1, while 12345678901234567890 and ...891 differ.

const PARTS = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;

/** Longer exponents are compared as text: nobody means them, and arithmetic on them is slow. */
const MAX_EXPONENT_DIGITS = 400;

/** Whether two JSON number texts denote the same decimal number. */
export function sameNumber(a: string, b: string): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** `<sign><digits without outer zeros>e<exponent>`; `0` for every zero. The exponent may be of any size. */
function canonical(text: string): string {
  const parts = PARTS.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  if (exponent.length > MAX_EXPONENT_DIGITS) return text;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = trimZeros(digits);
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}

/** Without trailing zeros. A loop: `/0+$/` is quadratic on long runs of inner zeros. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charAt(end - 1) === '0') end--;
  return digits.slice(0, end);
}
