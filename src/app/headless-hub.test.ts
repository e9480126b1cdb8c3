import { expect, test } from 'vitest';
import { AppError } from '../core/failure';
import { connectSources } from '../core/hub';
import { allowedHub } from './headless-hub';

function remedyOf(hub: string, ...allowHosts: string[]): string {
  try {
    allowedHub({ hub, allowHosts }, 'owner/model');
  } catch (error) {
    if (error instanceof AppError) return error.failure.remedy ?? '';
    throw error;
  }
  return 'allowed';
}

test('a hub is reached only when its own host was named, and with it those named and no other', () => {
  expect(remedyOf('huggingface')).toContain('--allow-host "huggingface.co" --allow-host "*.huggingface.co" --allow-host "*.hf.co"');
  expect(remedyOf('huggingface', 'cdn.example.org', 'hf.co')).toContain('--allow-host "huggingface.co"');
  const hub = allowedHub({ hub: 'huggingface', allowHosts: ['huggingface.co', '*.hf.co'] }, 'owner/model');
  expect(connectSources(hub)).toEqual(['https://huggingface.co', 'https://*.hf.co']);
  expect(allowedHub({ hub: 'modelscope', allowHosts: ['www.modelscope.cn'] }, 'owner/model').layout).toBe('modelscope');
});

test('an address of this machine is named with its scheme', () => {
  expect(remedyOf('http://localhost:8080', 'localhost:8080')).toContain('--allow-host "http://localhost:8080"');
  const hub = allowedHub({ hub: 'http://localhost:8080/', allowHosts: ['http://localhost:8080', 'http://localhost:8081'] }, 'owner/model');
  expect(connectSources(hub)).toEqual(['http://localhost:8080', 'http://localhost:8081']);
  expect(remedyOf('not a hub')).toContain('https address');
});
