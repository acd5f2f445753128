import type { TranslationBundle } from '@jupyterlab/translation';
import { figure } from './figures';
import type { CarbonView, CostsReply, EnergyView, UsageView } from './wire.gen';

/** What a reply cost, in few signs: tokens, seconds and, where it was metered, energy. */
export function usageLabel(usage: UsageView, trans: TranslationBundle): string {
  const tokens = usage.prompt_tokens + usage.output_tokens;
  const seconds = figure(usage.seconds, 1, trans);
  return usage.energy
    ? trans.__(
        '%1 tokens · %2 s · %3',
        tokens,
        seconds,
        watts(usage.energy.value, trans),
      )
    : trans.__('%1 tokens · %2 s', tokens, seconds);
}

/** The same in sentences: how sure it is, and what everyday thing uses as much. */
export function usageSentence(
  usage: UsageView,
  trans: TranslationBundle,
): string {
  const said = [
    usage.energy ? energySentence(usage.energy, usage.like, trans) : '',
    usage.co2e ? carbonSentence(usage.co2e, trans) : '',
  ];
  return said.filter(Boolean).join(' ');
}

/** What models cost in this session, for the status bar. */
export function costsLabel(
  costs: CostsReply,
  trans: TranslationBundle,
): string {
  return trans.__('AI · %1', watts(costs.session.watt_hours, trans));
}

/** The same in sentences. */
export function costsSentence(
  costs: CostsReply,
  trans: TranslationBundle,
): string {
  const { session, notebook, warning } = costs;
  const said = [
    trans._n(
      'AI in this session: %1 call, %2 tokens, about %3',
      'AI in this session: %1 calls, %2 tokens, about %3',
      session.calls,
      session.tokens,
      range(session, trans),
    ),
    session.like && trans.__('That is %1.', session.like),
    notebook.calls > 0 &&
      trans.__(
        'In this notebook, whenever: about %1.',
        watts(notebook.watt_hours, trans),
      ),
    warning,
  ];
  return said.filter(Boolean).join('\n');
}

function energySentence(
  energy: EnergyView,
  like: string,
  trans: TranslationBundle,
): string {
  const how: Record<EnergyView['method'], string> = {
    nvml: trans.__('measured by the graphics processor'),
    rapl: trans.__('measured by the processor'),
    cpu_seconds: trans.__('estimated from the processor’s time'),
    fitted: trans.__('estimated from earlier replies'),
    wall_seconds: trans.__('estimated from the time that it took'),
    table: trans.__('estimated from a published formula'),
  };
  return trans.__(
    'Energy: between %1 and %2, %3; %4.',
    watts(energy.low, trans),
    watts(energy.high, trans),
    how[energy.method],
    like,
  );
}

function carbonSentence(co2e: CarbonView, trans: TranslationBundle): string {
  const grid =
    co2e.grid === 'world' ? trans.__('the world’s average') : co2e.grid;
  return trans.__(
    'CO₂e: between %1 and %2, for electricity of %3 (%4, %5).',
    grams(co2e.low, trans),
    grams(co2e.high, trans),
    grid,
    co2e.source,
    String(co2e.year),
  );
}

function range(
  sum: { readonly low: number; readonly high: number },
  trans: TranslationBundle,
): string {
  return `${watts(sum.low, trans)} – ${watts(sum.high, trans)}`;
}

function watts(wattHours: number, trans: TranslationBundle): string {
  return scaled(wattHours, 'Wh', trans);
}

function grams(amount: number, trans: TranslationBundle): string {
  return scaled(amount, 'g', trans);
}

/** Two digits that mean something; small figures in thousandths. */
function scaled(
  amount: number,
  unit: string,
  trans: TranslationBundle,
): string {
  const small = amount < 1;
  const rounded = Number((small ? amount * 1000 : amount).toPrecision(2));
  return `${figure(rounded, 3, trans)} ${small ? 'm' : ''}${unit}`;
}
