import type { Telemetry } from 'bullmq';
import { EngineError } from '../engine.js';

/**
 * BullMQ's OpenTelemetry add-on, where it is installed beside Postrider: most installations need none. Where spans and
 * measurements go is the business of the OpenTelemetry SDK that the process was started with.
 * @throws {EngineError} when the add-on is not there
 */
export async function loadTelemetry(): Promise<Telemetry> {
  try {
    const { BullMQOtel } = await import('bullmq-otel');
    return new BullMQOtel({ tracerName: 'postrider', meterName: 'postrider', enableMetrics: true });
  } catch (error) {
    throw new EngineError(
      'engine.telemetry needs the package bullmq-otel, which cannot be loaded',
      'install it beside Postrider (npm install bullmq-otel), or take engine.telemetry out of the config',
      { cause: error },
    );
  }
}
