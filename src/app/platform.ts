/** True where keyboards have ⌘: shortcuts are then written with it. */
export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}

/** Why the studio cannot work at this address; null = it can. */
export function blockedAddress(): 'insecure' | null {
  return isSecureContext && 'storage' in navigator ? null : 'insecure';
}
