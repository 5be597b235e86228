import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Numbers that are read when somebody scrapes, by metric name. */
export interface GaugeReading {
  name: string;
  help: string;
  /** Label values, e.g. `{ state: 'sent' }`. */
  labels?: Record<string, string>;
  value: number;
}

export interface Metrics {
  registry: Registry;
  /** Records one answered request. `route` is one of few names, never a path. */
  observeRequest(request: { method: string; route: string; status: number }, seconds: number): void;
}

/** @param read called at each scrape; a reading that fails leaves its metrics out and is the caller's to log */
export function createMetrics(read: () => Promise<GaugeReading[]>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'postrider_http_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 5],
    registers: [registry],
  });
  const gauges = new Map<string, Gauge>();
  const show = async () => {
    for (const gauge of gauges.values()) gauge.reset();
    for (const { name, help, labels = {}, value } of await read()) {
      let gauge = gauges.get(name);
      if (!gauge) {
        gauge = new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] });
        gauges.set(name, gauge);
      }
      gauge.set(labels, value);
    }
  };
  const metrics = registry.metrics.bind(registry);
  registry.metrics = async () => {
    await show();
    return metrics();
  };
  return {
    registry,
    observeRequest: ({ method, route, status }, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
  };
}
