import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { createRequestTimes, type ObserveRequest, type RequestLabels } from './create-request-times.js';

/** A number that is read when somebody scrapes. */
export interface GaugeReading {
  name: string;
  help: string;
  /** Label values, e.g. `{ state: 'sent' }`; every reading of a name has the same labels, from few values. */
  labels?: Record<string, string>;
  value: number;
}

/** How an attempt to send ended; see Outcome. */
export interface AttemptObservation {
  /** A configured channel's name; the places that subscribed share one name, or they would be thousands. */
  channel: string;
  outcome: string;
  /** From the commit of the news to the platform's word that it has the message, in seconds; only for what was sent. */
  latency?: number;
}

export interface Metrics {
  /** Everything in Prometheus's text format. */
  text(): Promise<string>;
  /** Media type of {@link text}. */
  contentType: string;
  /** Where answered requests are counted. `method` as it came; `route` is one of few names, never a path. */
  requestsOf(labels: RequestLabels): ObserveRequest;
  /** One look at the content. */
  observeScan(outcome: 'ok' | 'failed', seconds: number): void;
  observeAttempt(attempt: AttemptObservation): void;
}

/** Bounds in seconds. A message usually leaves at once; paces and backoffs make it minutes and hours. */
const LATENCY_BUCKETS = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400];
const SCAN_BUCKETS = [0.01, 0.05, 0.2, 0.5, 1, 2, 5, 15, 60];
const METHODS = ['GET', 'HEAD', 'POST'];

/**
 * What this process counts itself, and what it reads at each scrape.
 * @param read never rejects: what cannot be read at present is left out, and is the caller's to log
 */
export function createMetrics(read: () => Promise<GaugeReading[]>): Metrics {
  const registers = [new Registry()] as [Registry];
  const [registry] = registers;
  collectDefaultMetrics({ register: registry });
  const requests = createRequestTimes();
  const scans = new Counter({
    name: 'postrider_scans_total',
    help: 'Looks at the content, by how they ended: ok or failed.',
    labelNames: ['outcome'],
    registers,
  });
  const scanTimes = new Histogram({
    name: 'postrider_scan_duration_seconds',
    help: 'Time of a look at the content, with writing down what is new.',
    buckets: SCAN_BUCKETS,
    registers,
  });
  const attempts = new Counter({
    name: 'postrider_delivery_attempts_total',
    help: 'Attempts to send, by channel and by how they ended: sent, later, never, doubt, hold or release.',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const latencies = new Histogram({
    name: 'postrider_delivery_latency_seconds',
    help: 'Time from the commit of the news to the message in the channel.',
    labelNames: ['channel'],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  // A series that begins at its first failure has no increase to alert on.
  for (const outcome of ['ok', 'failed']) scans.inc({ outcome }, 0);

  const gauges = new Map<string, Gauge>();
  const show = ({ name, help, labels = {}, value }: GaugeReading): void => {
    const gauge = gauges.get(name) ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers });
    gauges.set(name, gauge);
    gauge.set(labels, value);
  };
  return {
    contentType: registry.contentType,
    text: async () => {
      const readings = await read();
      for (const gauge of gauges.values()) gauge.reset();
      readings.forEach(show);
      // A gauge without labels is 0 after a reset; what could not be read should be absent.
      for (const name of gauges.keys()) {
        if (readings.some((reading) => reading.name === name)) continue;
        registry.removeSingleMetric(name);
        gauges.delete(name);
      }
      return `${await registry.metrics()}\n${requests.text()}`;
    },
    requestsOf: ({ method, ...rest }) => requests.of({ method: METHODS.includes(method) ? method : 'other', ...rest }),
    observeScan: (outcome, seconds) => {
      scans.inc({ outcome });
      scanTimes.observe(seconds);
    },
    observeAttempt: ({ channel, outcome, latency }) => {
      attempts.inc({ channel, outcome });
      if (latency !== undefined) latencies.observe({ channel }, Math.max(0, latency));
    },
  };
}
