// What counts when sounds are compared: six weights, remembered for the next "similar" too.
import { Popover } from "radix-ui";
import type { AspectWeights, SearchScope } from "../../preload/search.ts";
import { Icon } from "../elements/icon.tsx";
import { formatPercent } from "../elements/format.ts";
import { setScope } from "../stores/search.ts";
import { useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";

type Aspect = keyof AspectWeights;
type SimilarScope = Extract<SearchScope, { kind: "similar" }>;

const aspects = Object.keys(texts.aspects.names) as Aspect[];
/** As the engine weighs them when nothing is said (main/search/aspects.ts); shown until a weight is moved. */
const ownWeights: AspectWeights = {
  timbre: 1,
  brightness: 0.2,
  envelope: 0.2,
  length: 0.2,
  pitch: 0.05,
  tempo: 0.05,
};

function weigh(scope: SimilarScope, weights: Partial<AspectWeights>): void {
  useSettings.setState({ aspectWeights: weights });
  const { soundId } = scope;
  const isOwn = Object.keys(weights).length === 0;
  setScope(isOwn ? { kind: "similar", soundId } : { kind: "similar", soundId, weights });
}

function AspectSlider({ aspect, scope }: { aspect: Aspect; scope: SimilarScope }) {
  const weights = scope.weights ?? {};
  const weight = weights[aspect] ?? ownWeights[aspect];
  return (
    <label className="aspect">
      {texts.aspects.names[aspect]}
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={weight}
        aria-valuetext={formatPercent(weight)}
        onChange={(event) => weigh(scope, { ...weights, [aspect]: Number(event.target.value) })}
      />
      <span className="aspect-value">{formatPercent(weight)}</span>
    </label>
  );
}

export function Aspects({ scope }: { scope: SimilarScope }) {
  const isChanged = Object.keys(scope.weights ?? {}).length > 0;
  return (
    <Popover.Root>
      <Popover.Trigger className={`chip chip-aspects ${isChanged ? "chip-changed" : ""}`}>
        {texts.aspects.title}
        <Icon name="settings" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu aspects"
          align="start"
          sideOffset={4}
          aria-label={texts.aspects.title}
        >
          {aspects.map((aspect) => (
            <AspectSlider key={aspect} aspect={aspect} scope={scope} />
          ))}
          <button type="button" className="button" disabled={!isChanged} onClick={() => weigh(scope, {})}>
            {texts.aspects.reset}
          </button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
