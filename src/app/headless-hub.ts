// Which hosts a headless run may reach: those that the person named on the command line, and no other.

import { AppError } from '../core/failure';
import { connectSources, type Hub, hubAt, type KnownHub, knownHubs } from '../core/hub';
import type { NetworkChoice } from './headless-channel';

const isKnown = (name: string): name is KnownHub => Object.hasOwn(knownHubs, name);

/**
 * The hub with the allowed hosts for all that its frame may reach.
 * @param model that is wanted from it, for the sentence
 * @throws AppError `blocked` that says how to allow its hosts, unless its own was; `bad-input` for what is no address
 */
export function allowedHub({ hub: wanted, allowHosts }: NetworkChoice, model: string): Hub {
  const hub: Hub = isKnown(wanted) ? knownHubs[wanted] : hubAt(wanted, '');
  const { origin, host } = new URL(hub.address);
  const { alsoFrom } = hubAt(hub.address, allowHosts.join(' '));
  if (alsoFrom.includes(origin)) return { ...hub, alsoFrom: alsoFrom.filter((source) => source !== origin) };
  const flags = connectSources(hub).map((source) => `--allow-host "${source.replace(/^https:\/\//, '')}"`);
  throw new AppError({
    code: 'blocked',
    message: `${model} is on ${host}, and a headless run reaches no other host unless it is told to.`,
    remedy: `Add ${flags.join(' ')}; or download the model into a folder beside the recipe and write model: { folder: … }.`,
  });
}
