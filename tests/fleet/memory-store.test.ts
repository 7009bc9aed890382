import { memoryStore } from '../../src/fleet/memory-store.js'
import { claimStoreContract } from './claim-store.contract.js'

claimStoreContract('memory', { open: async () => memoryStore() })
