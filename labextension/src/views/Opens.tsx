import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { RungView } from '../wire.gen';
import { opensAt, opensIn } from '../words';

/** Longer waits are told as a time of the clock. */
const COUNTED_SECONDS = 3600;

/** When a rung opens by itself, counted down, after other sentences; nothing where it does not. */
export function Opens(props: {
  readonly step: RungView;
  /** When the server said so, in milliseconds. */
  readonly seen: number;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { step, seen, trans } = props;
  const now = useSeconds(step.opens_in !== null);
  if (step.opens_in === null) {
    return null;
  }
  const opens = seen + step.opens_in * 1000;
  const left = Math.max(Math.ceil((opens - now) / 1000), 0);
  const isCounted = left < COUNTED_SECONDS;
  // A screen reader hears the change when it comes, and not every second.
  return (
    <>
      {' '}
      <span className="jp-Teach-opens" aria-hidden={isCounted}>
        {isCounted
          ? opensIn(left, step.code, trans)
          : opensAt(new Date(opens), trans)}
      </span>
    </>
  );
}

/** The time, again every second while somebody waits. */
function useSeconds(isWaiting: boolean): number {
  const [now, setNow] = React.useState(Date.now);
  React.useEffect(() => {
    if (!isWaiting) {
      return undefined;
    }
    const ticking = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(ticking);
    };
  }, [isWaiting]);
  return now;
}
