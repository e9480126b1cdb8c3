// What went wrong, by the failure's code: the title above the message that the worker sent.

export const failures = {
  titles: {
    'bad-input': 'This input cannot be used',
    'not-found': 'Not found',
    unsupported: 'Not supported',
    blocked: 'Stopped by a check',
    'no-webgpu': 'WebGPU is not available here',
    'device-lost': 'The graphics device was lost',
    'out-of-memory': 'Not enough memory',
    storage: 'The browser’s storage failed',
    'in-use': 'Open in another tab',
    network: 'The connection failed',
    aborted: 'Stopped',
    bug: 'Something broke in ToolTune',
  },
  /** Used when the failure itself says nothing of a remedy. */
  remedies: {
    'bad-input': 'Correct the place named above and try again.',
    'not-found': 'It may have been deleted. Go back and choose another.',
    unsupported: 'Choose another file or setting.',
    blocked: 'Open Check and settle the errors.',
    'no-webgpu': 'Choose the device “auto” or “wasm”.',
    'device-lost': 'Go on: the run continues at its last checkpoint.',
    'out-of-memory': 'Choose a smaller batch or a shorter max length.',
    storage: 'Make room on the disk, then reload the page.',
    'in-use': 'Close the other tab, or work there.',
    network: 'Check the connection, then go on: what was fetched is kept.',
    aborted: 'Start it again when you want.',
    bug: 'Reload the page. What was saved is still there.',
  },
  where: (file: string, line: string) => (line === '' ? file : `${file}, line ${line}`),
  record: (id: string) => `record ${id}`,
};
