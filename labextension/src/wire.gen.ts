// Generated from jupyter_llm_teach/wire/ by `npm run wire`; do not edit.

/**
 * An event of ``POST ask``.
 */
export type AskEvent =
  | ProgressEvent
  | FactsEvent
  | PieceEvent
  | QuestionAnswered
  | QuestionWithheld
  | Failure;
/**
 * An event of ``POST check``.
 */
export type CheckEvent = ProgressEvent | FactsEvent | Checked | Failure;
/**
 * An event of ``POST hint``.
 */
export type HintEvent =
  ProgressEvent | FactsEvent | PieceEvent | HintShown | Withheld | Failure;

/**
 * What is being waited for.
 *
 * Attributes:
 *     event: Of what kind it is.
 *     stage: What; ``queued`` while others go first at the model.
 *     place: The place in their queue, 1 for who is next; else 0.
 */
export interface ProgressEvent {
  event: 'progress';
  stage: 'testing' | 'starting_engine' | 'queued' | 'phrasing';
  place: number;
}
/**
 * The fact card; the first event of every stream that runs tests.
 */
export interface FactsEvent {
  event: 'facts';
  card: FactCard;
}
/**
 * What the tests say; no model was asked. `summary` is a sentence in the learner's language.
 */
export interface FactCard {
  exercise: string;
  state: 'passed' | 'failed' | 'error' | 'not_run';
  tests: TestView[];
  passed: number;
  total: number;
  case: CaseView | null;
  error: ErrorView | null;
  summary: string;
}
/**
 * A test as a dot.
 */
export interface TestView {
  name: string;
  visible: boolean;
  state: 'passed' | 'failed' | 'error' | 'not_run';
}
/**
 * The failing case to look at, from a visible test.
 */
export interface CaseView {
  call: string;
  expected: string;
  got: string;
}
/**
 * The exception that ended the learner's program; `line` counts in the answer, from 1.
 *
 * `type` is empty where the program had to be stopped.
 */
export interface ErrorView {
  type: string;
  message: string;
  line: number | null;
}
/**
 * The next sentence of a hint, already guarded.
 */
export interface PieceEvent {
  event: 'piece';
  text: string;
}
/**
 * The whole answer; it replaces the pieces. `text` is Markdown without HTML.
 *
 * Attributes:
 *     id: Of the request.
 *     text: What is shown.
 *     source: Who phrased it.
 *     reason: Why it tells something else than what was asked; null where it answers.
 *     usage: What phrasing cost; null where no model was asked.
 *     warning: A sentence when most of today's budget for models is used up; empty before.
 */
export interface QuestionAnswered {
  event: 'answered';
  id: string;
  text: string;
  source: 'analysis' | 'model' | 'bank';
  reason: ('off_topic' | 'asks_for_solution') | null;
  usage: UsageView | null;
  warning: string;
}
/**
 * What phrasing cost.
 *
 * Attributes:
 *     engine: The kind of engine.
 *     model: The model's name.
 *     prompt_tokens: Tokens of the prompt, those that were read before included.
 *     output_tokens: Tokens of the reply.
 *     seconds: How long it took.
 *     energy: What it used; null where that was not metered.
 *     co2e: What that gave off; null where that was not metered.
 *     like: What everyday thing uses as much energy; empty where that was not metered.
 */
export interface UsageView {
  engine: string;
  model: string;
  prompt_tokens: number;
  output_tokens: number;
  seconds: number;
  energy: EnergyView | null;
  co2e: CarbonView | null;
  like: string;
}
/**
 * Energy in watt-hours, the range that it may lie in, and how it was found.
 */
export interface EnergyView {
  value: number;
  low: number;
  high: number;
  method: 'nvml' | 'rapl' | 'cpu_seconds' | 'fitted' | 'wall_seconds' | 'table';
}
/**
 * Grams of CO2e, their range, and whose figure of which grid's electricity was used.
 */
export interface CarbonView {
  value: number;
  low: number;
  high: number;
  grid: string;
  source: string;
  year: number;
}
/**
 * No question is answered now.
 */
export interface QuestionWithheld {
  event: 'unanswered';
  closed: QuestionsClosed;
}
/**
 * No question is answered now: why, and what to do instead, as sentences.
 */
export interface QuestionsClosed {
  code: string;
  reason: string;
  next: string;
}
/**
 * Something went wrong: a stable code, a sentence, and what to do.
 */
export interface Failure {
  event: 'failure';
  code: string;
  message: string;
  todo: string;
}
/**
 * A free question about an exercise.
 *
 * Attributes:
 *     where: The exercise.
 *     question: In the learner's words; the server says what is too long.
 *     client: The request's own id, a UUID: the same id is answered once.
 */
export interface AskRequest {
  where: Where;
  question: string;
  client: string;
}
/**
 * Which notebook, as it stands in the browser, and which of its cells.
 */
export interface Where {
  path: string;
  kernel_language: string;
  cells: CellIn[];
  cell_id: string;
  language: 'en' | 'fr';
}
/**
 * A cell of the learner's notebook, without outputs.
 */
export interface CellIn {
  id: string;
  kind: 'code' | 'markdown' | 'raw';
  source: string;
  nbgrader?: NbgraderIn | null;
  tags?: string[];
  teach?: TeachIn | null;
}
/**
 * nbgrader's metadata of a cell; keys that we don't use are ignored.
 */
export interface NbgraderIn {
  grade_id?: string;
  grade?: boolean;
  solution?: boolean;
  locked?: boolean;
  task?: boolean;
  points?: number | null;
  [k: string]: unknown;
}
/**
 * A cell's ``teach`` block; keys that we don't use are ignored.
 */
export interface TeachIn {
  id?: string;
  title?: string;
  points?: number | null;
  hidden?: boolean;
  [k: string]: unknown;
}
/**
 * The model that phrases help; null where help comes from analysis alone.
 */
export interface CardReply {
  card: CardView | null;
}
/**
 * What is known of a model; what is empty or null is unknown.
 *
 * Attributes:
 *     name: As its engine has it.
 *     title: For people.
 *     maker: Who trained it.
 *     engine: The kind of engine.
 *     engine_name: As the administrator called it.
 *     local: Whether nothing leaves this machine.
 *     operator: Who runs it where it is not local.
 *     jurisdiction: Whose law holds there.
 *     parameters: Such as ``1.5B``.
 *     active_parameters: Of a mixture, those that work on a token.
 *     architecture: Dense, or a mixture of experts.
 *     distilled_from: The model whose answers it was trained on.
 *     quantisation: How its parameters are kept; null where that is unknown.
 *     context: Tokens that prompt and reply may have together.
 *     licence: SPDX name.
 *     openness: What of it can be had.
 *     training_data: What is known of what it was trained on.
 *     fills_in: Whether it completes code.
 *     disk_bytes: Size of its files.
 *     memory_mb: Memory that it takes.
 *     memory_estimated: Whether that is a guess by its size.
 *     free_memory_mb: Memory that is free on this machine.
 *     speed: As measured here; null where it was not.
 *     reading: Tokens that people read a second.
 *     suits: Whether it suits this machine.
 *     sources: Where that comes from.
 */
export interface CardView {
  name: string;
  title: string;
  maker: string;
  engine: string;
  engine_name: string;
  local: boolean;
  operator: string;
  jurisdiction: string;
  parameters: string;
  active_parameters: string;
  architecture: '' | 'dense' | 'mixture';
  distilled_from: string;
  quantisation: QuantisationView | null;
  context: number | null;
  licence: string;
  openness: '' | 'open_source' | 'open_weights' | 'closed';
  training_data: '' | 'published' | 'described' | 'undisclosed';
  fills_in: boolean;
  disk_bytes: number | null;
  memory_mb: number | null;
  memory_estimated: boolean;
  free_memory_mb: number | null;
  speed: SpeedView | null;
  reading: number;
  suits: 'runs_here' | 'too_large' | 'slow' | 'elsewhere' | 'unknown';
  sources: SourceView[];
}
/**
 * How many bits a parameter takes, and how much quality that costs; null where unknown.
 */
export interface QuantisationView {
  name: string;
  bits: number | null;
  loss: ('none' | 'hardly' | 'little') | null;
}
/**
 * How fast a model was on this machine.
 *
 * Attributes:
 *     written: Tokens that it wrote a second.
 *     first: Seconds until the first of them.
 *     day: When that was measured, such as ``2026-09-01``.
 */
export interface SpeedView {
  written: number;
  first: number;
  day: string;
}
/**
 * Where something on a card comes from. It is shown and never opened.
 */
export interface SourceView {
  url: string;
  year: number;
}
/**
 * The check is done.
 */
export interface Checked {
  event: 'checked';
  ladder: RungView[];
  standing: StandingView;
}
/**
 * A step of the ladder as the learner sees it.
 *
 * Attributes:
 *     rung: The step.
 *     state: Shown before, what "help" gives now, to be had, or not to be had now.
 *     code: Why it is not given now, as a stable name; empty where it is.
 *     reason: The same as a sentence.
 *     next: What to do, as a sentence.
 *     cost: What it costs when it is asked for now; null where that is nothing.
 *     opens_in: Seconds until it opens by itself; null where it does not.
 *     missing: How many more answers are to be tried; null where it is not about that.
 */
export interface RungView {
  rung:
    | 'orient'
    | 'question'
    | 'concept'
    | 'locate'
    | 'outline'
    | 'example'
    | 'solution';
  state: 'used' | 'next' | 'open' | 'closed';
  code: string;
  reason: string;
  next: string;
  cost: CostView | null;
  opens_in: number | null;
  missing: number | null;
}
/**
 * What a hint costs: reported, never taken off a result.
 *
 * Attributes:
 *     amount: As the instructor set it, in points or in percent of the exercise's points.
 *     percent: Which of the two.
 *     points: The same in points; 0 where the exercise's points are not known.
 */
export interface CostView {
  amount: number;
  percent: boolean;
  points: number;
}
/**
 * How the learner stands on an exercise, besides the ladder.
 *
 * Attributes:
 *     hints: How many hints were used.
 *     cost: What they cost, in points; reported, never taken off a result.
 *     offer: What is offered now; null where nothing is.
 *     changes_in: Seconds until the ladder or the offer changes by itself; null where it does not.
 */
export interface StandingView {
  hints: number;
  cost: number;
  offer: OfferView | null;
  changes_in: number | null;
}
/**
 * What is offered, unasked, to a learner who does not get on.
 *
 * Attributes:
 *     stuck: Whether the learner has been at it for long; else all open steps were used.
 *     rung: The next step, which is open; null where there is none.
 *     instructor: Whom the learner may ask; empty where nobody is offered.
 */
export interface OfferView {
  stuck: boolean;
  rung:
    | (
        | 'orient'
        | 'question'
        | 'concept'
        | 'locate'
        | 'outline'
        | 'example'
        | 'solution'
      )
    | null;
  instructor: string;
}
/**
 * What may be inserted; empty with a reason where completion is withheld or has nothing.
 */
export interface CompleteReply {
  text: string;
  withheld: string | null;
}
/**
 * Ask for the code at the cursor.
 */
export interface CompleteRequest {
  where: Where;
  prefix: string;
  suffix: string;
  trigger?: 'typing' | 'asked';
}
/**
 * The conversation about an exercise, oldest turn first, and whether it may go on now.
 */
export interface ConversationReply {
  exercise: string;
  turns: TurnView[];
  closed: QuestionsClosed | null;
  longest: number;
}
/**
 * A question and what was shown for it, Markdown without HTML.
 */
export interface TurnView {
  question: string;
  text: string;
  source: 'analysis' | 'model' | 'bank';
}
/**
 * What models cost the learner since this server was asked first, and in the notebook.
 *
 * Attributes:
 *     session: Since then.
 *     notebook: In all exercises of the notebook, whenever.
 *     warning: A sentence when most of today's budget is used up; empty before.
 */
export interface CostsReply {
  session: SumView;
  notebook: SumView;
  warning: string;
}
/**
 * What several calls of models cost together.
 *
 * Attributes:
 *     calls: How many.
 *     tokens: Read and written.
 *     watt_hours: Energy; with `low` and `high`, the range that it may lie in.
 *     low: The least.
 *     high: The most.
 *     grams: CO2e.
 *     like: What everyday thing uses as much energy.
 */
export interface SumView {
  calls: number;
  tokens: number;
  watt_hours: number;
  low: number;
  high: number;
  grams: number;
  like: string;
}
/**
 * The exercise at a cell, or null where the cell belongs to none.
 *
 * Attributes:
 *     exercise: The exercise at the cell.
 *     exercises_in_notebook: How many there are.
 *     first_answer: The id of the first cell to answer in; null where there is none.
 */
export interface ExerciseReply {
  exercise: ExerciseView | null;
  exercises_in_notebook: number;
  first_answer: string | null;
}
/**
 * The exercise at the cursor.
 */
export interface ExerciseView {
  id: string;
  title: string;
  points: number;
  course: string;
  answer_cells: string[];
  ladder: RungView[];
  standing: StandingView;
  completion: boolean;
  language: 'en' | 'fr';
  shown: ShownHint[];
}
/**
 * A hint that the learner was shown before for this exercise.
 */
export interface ShownHint {
  rung:
    | 'orient'
    | 'question'
    | 'concept'
    | 'locate'
    | 'outline'
    | 'example'
    | 'solution';
  text: string;
}
/**
 * What a learner thought of a hint.
 */
export interface FeedbackRequest {
  hint_id: string;
  exercise: string;
  path: string;
  helpful: boolean;
}
/**
 * The whole hint; it replaces the pieces. `text` is Markdown without HTML.
 *
 * `why` is a sentence where a model should have phrased it and did not; else empty.
 * `warning` is a sentence when most of today's budget for models is used up; empty before.
 */
export interface HintShown {
  event: 'hint';
  id: string;
  rung:
    | 'orient'
    | 'question'
    | 'concept'
    | 'locate'
    | 'outline'
    | 'example'
    | 'solution';
  text: string;
  source: 'analysis' | 'model' | 'bank';
  usage: UsageView | null;
  why: string;
  warning: string;
  ladder: RungView[];
  standing: StandingView;
}
/**
 * The rung is not given now: why, and what to do next, as sentences.
 */
export interface Withheld {
  event: 'withheld';
  rung:
    | 'orient'
    | 'question'
    | 'concept'
    | 'locate'
    | 'outline'
    | 'example'
    | 'solution';
  code: string;
  reason: string;
  next: string;
  ladder: RungView[];
  standing: StandingView;
}
/**
 * Ask for help; without a rung, for the next one.
 *
 * Attributes:
 *     where: The exercise.
 *     rung: The step of the ladder.
 *     client: The request's own id, a UUID: who sends it again, because the connection was lost
 *         or by mistake, gets the same answer, and the hint counts once. Empty: a new request.
 */
export interface HintRequest {
  where: Where;
  rung:
    | (
        | 'orient'
        | 'question'
        | 'concept'
        | 'locate'
        | 'outline'
        | 'example'
        | 'solution'
      )
    | null;
  client?: string;
}
/**
 * The model that phrases help, and where it runs.
 */
export interface ModelBadge {
  title: string;
  engine: string;
  local: boolean;
  status: 'ready' | 'idle' | 'starting' | 'missing_model' | 'unavailable';
  message: string;
  todo: string;
}
/**
 * A note to the instructor was recorded on this machine, and sent nowhere.
 *
 * Attributes:
 *     instructor: For whom it is.
 *     text: The note with its facts, as Markdown, to copy.
 */
export interface NoteReply {
  instructor: string;
  text: string;
}
/**
 * A note to the instructor; the facts are attached by the server. `text` may be empty.
 */
export interface NoteRequest {
  where: Where;
  text: string;
}
/**
 * What was written is recorded, or `message` says what is missing.
 */
export interface ReflectReply {
  accepted: boolean;
  message: string;
  ladder: RungView[];
  standing: StandingView;
}
/**
 * What a learner tried and where it got stuck, in the learner's own words.
 */
export interface ReflectRequest {
  where: Where;
  text: string;
}
/**
 * How the server side stands.
 */
export interface Status {
  version: string;
  model: ModelBadge;
  sandbox: string;
  courses: string[];
}
