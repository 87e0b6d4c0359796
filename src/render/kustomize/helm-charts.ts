/** `helmCharts`. */
import type { Node } from '../../yaml/node.ts';
import type { GeneratorContext } from './generators.ts';
import { Unavailable } from './remote.ts';
import type { Resource } from './resource.ts';

export function inflateChart(chart: Node, _globals: Node, _context: GeneratorContext): readonly Resource[] {
  throw new Unavailable({ why: 'charts of kustomizations are not rendered here', needs: 'a later version of mllint', at: chart.at });
}
