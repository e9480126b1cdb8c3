import { useEffect, useState } from 'react';
import { type Failure, toFailure } from '../../core/failure';
import type { DataCalls } from '../../worker/protocol';
import { workers } from '../project';

type RecordAnswer = DataCalls['record']['result'];

interface Loaded {
  readonly answer: RecordAnswer | null;
  readonly failure: Failure | null;
}

/** One record with its findings; the last one stays in view until the next is here. */
export function useRecord(projectId: string, recordId: string, revision: number): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ answer: null, failure: null });
  useEffect(() => {
    let current = true;
    // The revision is part of the question: a changed project answers anew.
    const question = { projectId, id: recordId, revision };
    workers()
      .then(({ data }) => data.call('record', question))
      .then(
        (answer) => current && setLoaded({ answer, failure: null }),
        (error: unknown) => current && setLoaded({ answer: null, failure: toFailure(error) }),
      );
    return () => {
      current = false;
    };
  }, [projectId, recordId, revision]);
  return loaded;
}
