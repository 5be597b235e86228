/** What requests are counted under; each from few values, without characters that the text format escapes. */
export interface RequestLabels {
  method: string;
  route: string;
  status: number;
}

/** Counts one more request, which took so many seconds. */
export type ObserveRequest = (seconds: number) => void;

/** The histogram of how long requests took. */
export interface RequestTimes {
  /** Where requests with these labels are counted: the same function each time. */
  of(labels: RequestLabels): ObserveRequest;
  /** In Prometheus's text format; labels that nothing was counted under are left out. */
  text(): string;
}

interface Series {
  labels: string;
  observe: ObserveRequest;
  /** Requests by the first bound they are not above; the last place is for those above all. */
  counts: number[];
  sum: number;
}

const NAME = 'postrider_http_request_duration_seconds';
const HELP = 'Time from the arrival of a request to its answer.';
/** Seconds, ascending. */
const BOUNDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 5];

/**
 * Beside prom-client, whose histogram puts labels together and looks them up again for every value: a tenth of the time
 * that a 304 takes.
 */
export function createRequestTimes(): RequestTimes {
  const all = new Map<string, Series>();
  return {
    of({ method, route, status }) {
      const labels = `method="${method}",route="${route}",status="${status}"`;
      const series = all.get(labels) ?? createSeries(labels);
      all.set(labels, series);
      return series.observe;
    },
    text: () =>
      [`# HELP ${NAME} ${HELP}`, `# TYPE ${NAME} histogram`, ...[...all.values()].flatMap(lines), ''].join('\n'),
  };
}

function createSeries(labels: string): Series {
  const series: Series = {
    labels,
    counts: new Array(BOUNDS.length + 1).fill(0),
    sum: 0,
    observe: (seconds) => {
      let place = 0;
      while (place < BOUNDS.length && seconds > (BOUNDS[place] as number)) place++;
      (series.counts[place] as number)++;
      series.sum += seconds;
    },
  };
  return series;
}

function lines({ labels, counts, sum }: Series): string[] {
  let total = 0;
  const buckets = counts.map((count, place) => {
    total += count;
    return `${NAME}_bucket{le="${BOUNDS[place] ?? '+Inf'}",${labels}} ${total}`;
  });
  return total === 0 ? [] : [...buckets, `${NAME}_sum{${labels}} ${sum}`, `${NAME}_count{${labels}} ${total}`];
}
