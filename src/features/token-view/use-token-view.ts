// Asks the data worker for the lens's view; while one question is under way only the newest next one is kept, so that
// typing is never behind by more than one answer.

import { useEffect, useRef, useState } from 'react';
import { type Failure, toFailure } from '../../core/failure';
import type { TokenViewData } from '../../core/mask';
import type { TokenViewRequest } from '../../worker/protocol';
import { workers } from '../project';

export interface TokenViewAnswer {
  readonly view: TokenViewData | null;
  readonly failure: Failure | null;
  /** True until the first answer. */
  readonly waiting: boolean;
}

export function useTokenView(request: TokenViewRequest): TokenViewAnswer {
  const [answer, setAnswer] = useState<TokenViewAnswer>({ view: null, failure: null, waiting: true });
  const next = useRef<TokenViewRequest | null>(null);
  const asking = useRef(false);
  const mounted = useRef(true);

  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  useEffect(() => {
    next.current = request;
    if (asking.current) return;
    asking.current = true;
    const ask = async () => {
      for (let current = next.current; current; current = next.current) {
        next.current = null;
        try {
          const view = await (await workers()).data.call('tokenView', current);
          if (mounted.current) setAnswer({ view, failure: null, waiting: false });
        } catch (error) {
          if (mounted.current) setAnswer({ view: null, failure: toFailure(error), waiting: false });
        }
      }
      asking.current = false;
    };
    void ask();
  }, [request]);

  return answer;
}
