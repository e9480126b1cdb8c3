// Words of the models dialog: what is stored, and the ways to add to it.

export const models = {
  title: 'Models',
  open: 'Models: add, fetch, delete…',
  builtIn: {
    starter: {
      name: 'Starter',
      text: (parameters: string, bytes: string) =>
        `${parameters} parameters, ${bytes}, part of the page: it picks a tool from the prompt and copies values, in English and Chinese, and learns your own tools in about a hundred steps.`,
    },
    'from-zero': {
      name: 'From zero',
      text: (parameters: string) =>
        `${parameters} parameters that know nothing at first: to watch a model learn the words of your rows, and no others.`,
    },
  },
  empty: 'No other model is stored yet. For requests in free language add a Qwen checkpoint below.',
  parameters: (count: string) => `${count} parameters`,
  origins: { folder: 'from a folder', zip: 'from a zip' },
  use: 'Use',
  merge: 'Merge into a model',
  adapterOf: (base: string) => `adapter of ${base}`,
  lora: (rank: string, alpha: string, stabilized: boolean, modules: readonly string[]) =>
    `r ${rank}, lora_alpha ${alpha}${stabilized ? ', rank-stabilized' : ''}, on ${modules.join(', ')}`,
  goOn: 'Go on',
  remove: 'Delete',
  removeTitle: (name: string) => `Delete ${name}?`,
  removeText: (bytes: string) => `${bytes} are freed in this browser. Runs made with it stay, but cannot go on.`,
  discardText: (bytes: string) => `The ${bytes} fetched so far are deleted.`,
  unfinished: (bytes: string, total: string) => `Not finished: ${bytes} of ${total} are here`,
  added: (name: string) => `${name} was added.`,
  fromFiles: 'From this computer',
  fromFilesHelp:
    'A Hugging Face folder: config.json, tokenizer files, safetensors in F32, F16 or BF16, single or in shards. Or a PEFT adapter, once its base is stored here: a run can go on with it.',
  addFolder: 'Add a folder…',
  addZip: 'Add a zip…',
  hub: {
    title: 'From a hub',
    label: 'Hub',
    mirror: 'Mirror · hf-mirror.com',
    other: 'Another address…',
    address: 'Address',
    addressHelp: 'An https address, or http://localhost with its port.',
    hosts: 'Its files come from',
    hostsHelp: 'Hosts that the hub sends downloads on to, if there are any: cdn.example.org, *.example.org. All others stay blocked.',
    noHosts: 'the same address only',
    name: 'Model',
    revision: 'Revision',
    revisionHelp: 'Branch, tag or commit.',
    size: 'Size',
    sizeUnknown: 'shown before anything is downloaded',
    ask: 'Look up…',
    confirmTitle: (host: string) => `Connect to ${host}?`,
    confirmText:
      'The hub sees your network address, the model’s name and the revision. Your records, runs and settings stay here; cookies and the address of this page are not sent.',
    connect: (host: string) => `Connect to ${host}`,
    goOn: (host: string) => `Connect to ${host} and go on`,
    found: (name: string, files: string, bytes: string) => `${name}: ${files} files, ${bytes}`,
    commit: (commit: string) => `Revision ${commit}`,
    room: (bytes: string) => `This browser gives the studio ${bytes} more. Stopping keeps what is fetched; it goes on later.`,
    noRoom: (bytes: string) => `This browser gives the studio only ${bytes} more. Delete a model or free space on the disk first.`,
    download: (bytes: string) => `Download ${bytes}`,
  },
};
