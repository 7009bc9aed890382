"""Two Python pipelines of MinHash over JSON Lines.

batch_peers.py datatrove INPUT_FOLDER WORK_FOLDER [spacy|spaces]: signatures, buckets, clusters, filter; two tasks at a time.
Words are those of spaCy's rules for English, as datatrove is set, or what stands between spaces.
batch_peers.py text-dedup-removals CLUSTERS OUTPUT: the removals of a run of `python -m text_dedup.minhash --debug`, as pairs of
document and keeper. The run itself is the command of the package.
"""

import json
import pickle
import sys


def datatrove(input_folder, work, words="spacy"):
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter
    from datatrove.utils.word_tokenizers import WordTokenizer

    class Spaces(WordTokenizer):
        """Its own WhitespaceTokenizer asks spaCy too."""

        def word_tokenize(self, text):
            return text.split()

        sent_tokenize = span_tokenize = None

    config = MinhashConfig()
    workers = 2

    def stage(name, pipeline, tasks):
        LocalPipelineExecutor(
            pipeline=pipeline, tasks=tasks, workers=workers, logging_dir=f"{work}/logs/{name}"
        ).run()

    reader = JsonlReader(input_folder, glob_pattern="*.jsonl")
    language = {} if words == "spacy" else {"language": Spaces()}
    stage("signatures", [reader, MinhashDedupSignature(f"{work}/signatures", config=config, **language)], 2)
    stage(
        "buckets", [MinhashDedupBuckets(f"{work}/signatures", f"{work}/buckets", config=config)], config.num_buckets
    )
    # Numbers of clusters are kept so that the keeper of a removed document can be told.
    stage(
        "clusters", [MinhashDedupCluster(f"{work}/buckets", f"{work}/clusters", config=config, save_cluster_id=True)], 1
    )
    writer = JsonlWriter(f"{work}/kept", compression=None)
    stage("filter", [reader, MinhashDedupFilter(f"{work}/clusters"), writer], 2)


def text_dedup_removals(clusters, output):
    with open(clusters, "rb") as file:
        found = pickle.load(file)
    removals = [[document, found.find(document)] for document in sorted(found.parent)]
    with open(output, "w", encoding="utf-8") as file:
        json.dump([[document, keeper] for document, keeper in removals if document != keeper], file)


if __name__ == "__main__":
    {"datatrove": datatrove, "text-dedup-removals": text_dedup_removals}[sys.argv[1]](*sys.argv[2:])
