import { workerData, type MessagePort } from 'node:worker_threads'
import { worker, type Job } from './job.js'

/** What runs in a worker thread: one answer to each job, in turn. An error ends the thread; its jobs are done elsewhere. */
const port = workerData as MessagePort
const work = worker()
port.on('message', (job: Job) => {
  const answer = work(job)
  port.postMessage(answer, [answer.looks.buffer])
})
