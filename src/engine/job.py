"""Takes the steps of a plan in Apache Spark 4, one after the other.

    spark-submit --files worker.js job.py PLAN FOLDER

PLAN is plan.json, which offprint wrote. FOLDER is where the tables go, each a folder of Parquet files; all executors must reach it
under this name (hdfs://, s3a://, or a folder that all machines share). A table that has _CHECKED is whole: a job that is submitted
again goes on from the first table that is missing. Executors need Node 20 or later; they need no Python.

Prints one JSON object a line: {"stage": NAME, "seconds": S} for each table, at the end {"done": true}, or {"error": WHY}.
"""

import json
import re
import sys
import time

from pyspark.sql import SparkSession

# One line in, cells with tabs between them out.
CELLS = r"ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' LINES TERMINATED BY '\n'"

SETTINGS = {
    "spark.sql.catalogImplementation": "in-memory",
    # A cell that is not of its type is an error, not NULL.
    "spark.sql.ansi.enabled": "true",
    # Lists have 1,000 postings, and one more is looked at: each task cuts them before the shuffle, of a key that a tenth of all
    # documents have too. Spark does so for up to 1,000.
    "spark.sql.optimizer.windowGroupLimitThreshold": "1001",
}


class Failure(Exception):
    """What is wrong, in words for whoever submitted the job."""


class Job:
    """A plan, the folder of its tables, and a session."""

    def __init__(self, plan, folder):
        self.plan = plan
        self.folder = folder.rstrip("/")
        builder = SparkSession.builder.appName("offprint")
        for key, value in SETTINGS.items():
            builder = builder.config(key, value)
        self.spark = builder.getOrCreate()
        self.spark.sparkContext.setLogLevel("ERROR")
        java = self.spark._jvm.org.apache.hadoop.fs
        self.path = java.Path
        self.files = java.Path(self.folder).getFileSystem(self.spark._jsc.hadoopConfiguration())

    def there(self, name):
        return self.files.exists(self.path(f"{self.folder}/{name}"))

    def has(self, table):
        return self.there(f"{table}.parquet/_CHECKED")

    def write_file(self, name, text):
        """Writes a file of ASCII, which has its name only when it is whole."""
        out = self.files.create(self.path(f"{self.folder}/{name}.new"), True)
        out.write(bytearray(text, "ascii"))
        out.close()
        self.files.rename(self.path(f"{self.folder}/{name}.new"), self.path(f"{self.folder}/{name}"))

    def claim_folder(self):
        """Notes for what the tables are; those of another plan, or of other files, must not be mixed with them."""
        inputs = [self.path(uri) for step in self.plan["steps"] if step["kind"] == "input" for uri in self.files_of(step)]
        found = [[path.toString(), status.getLen(), status.getModificationTime()] for path, status in map(self.status, inputs)]
        claim = json.dumps({"plan": self.plan, "inputs": found}, sort_keys=True)
        if not self.there("claim.json"):
            self.write_file("claim.json", claim)
        elif "".join(row[0] for row in self.spark.read.text(f"{self.folder}/claim.json").collect()) != claim:
            raise Failure(f"{self.folder} holds the tables of another plan, or its inputs have changed; name another folder")

    def files_of(self, step):
        return [uri for file in step["files"] for uri in self.spark.read.text(file["path"]).inputFiles()]

    def status(self, path):
        return path, path.getFileSystem(self.spark._jsc.hadoopConfiguration()).getFileStatus(path)

    def forget(self, table):
        self.spark.catalog.dropTempView(table)
        self.files.delete(self.path(f"{self.folder}/{table}.parquet"), True)

    def show(self, table, schema=None):
        """Gives a table that is there its name. A schema saves Spark a look into its files."""
        reader = self.spark.read if schema is None else self.spark.read.schema(schema)
        reader.parquet(f"{self.folder}/{table}.parquet").createOrReplaceTempView(table)

    def number(self, query):
        return self.spark.sql(query).first()[0]

    def make(self, table, query, check=None):
        """Makes a table by a query, unless it is there; without it again where it does not pass its check."""
        if not self.has(table):
            began = time.monotonic()
            # What the pages and logs of Spark call it.
            self.spark.sparkContext.setJobDescription(f"the stage {table}")
            rows = self.spark.sql(query)
            rows.write.mode("overwrite").parquet(f"{self.folder}/{table}.parquet")
            self.show(table, rows.schema)
            try:
                if check is not None:
                    check()
            except Failure:
                self.forget(table)
                raise
            self.files.create(self.path(f"{self.folder}/{table}.parquet/_CHECKED"), True).close()
            say(stage=table, seconds=round(time.monotonic() - began, 1))
        else:
            self.show(table)

    def require(self, table, columns=(), rows=None):
        """No cell is missing, and two queries give one number. In one query: a job of Spark costs a second of one core."""
        missing = " OR ".join(f"{name} IS NULL" for name, _ in columns) or "false"
        found, expected = rows or ("SELECT 0", "SELECT 0")
        query = f"SELECT (SELECT count(*) FROM {table} WHERE {missing}), ({found}), ({expected})"
        bad, rows, wanted = self.spark.sql(query).first()
        if bad > 0:
            raise Failure(f"the stage {table} has {bad} rows that lack a cell")
        if rows != wanted:
            raise Failure(f"the stage {table} has {rows} rows instead of {wanted}")

    def take(self, steps, counters):
        for step in steps:
            fill = lambda text: filled(text, counters)
            kind = step["kind"]
            if kind == "repeat":
                number = step["from"]
                while True:
                    counters[step["counter"]] = number
                    if self.number(filled(step["while"], counters)) == 0:
                        break
                    self.take(step["steps"], counters)
                    number += 1
                continue
            self.stage = fill(step.get("name", "tables"))
            if kind == "given":
                self.given(step)
            elif kind == "input":
                self.input(step)
            elif kind == "write":
                self.write(step)
            elif kind == "make":
                self.make_step(step, fill)
            elif kind == "work":
                self.work(step, fill)
            elif kind == "file":
                self.file(step)
            elif kind == "drop":
                for name in step["names"]:
                    self.forget(name)

    def given(self, step):
        """Rows that the caller wrote as lines of cells."""
        table, columns = step["name"], step["columns"]
        if not self.has(table):
            lines = self.spark.read.option("lineSep", "\n").text(f"{self.folder}/given/{table}")
            lines.createOrReplaceTempView("given")
        cells = ", ".join(f"split(value, '\\t')[{i}] AS {name}" for i, (name, _) in enumerate(columns))
        self.make(table, typed(f"(SELECT {cells} FROM given) g", columns), lambda: self.require(table, columns))

    def input(self, step):
        """The lines of all files, with what tells their order."""
        table = step["name"]
        if self.has(table):
            return self.show(table)
        parts = []
        for number, file in enumerate(step["files"]):
            if file["format"] == "parquet":
                rows = self.spark.read.parquet(file["path"])
                place = ["CAST(0 AS BIGINT) AS start", "CAST(_metadata.row_index AS BIGINT) AS at", "to_json(struct(*)) AS value"]
            else:
                rows = self.spark.read.option("lineSep", "\n").text(file["path"])
                # The lines of a block are read one after the other.
                place = ["_metadata.file_block_start AS start", "monotonically_increasing_id() AS at", "value"]
            parts.append(rows.selectExpr(f"{number} AS input", "_metadata.file_path AS file", *place))
        lines = parts[0]
        for part in parts[1:]:
            lines = lines.unionByName(part)
        lines.createOrReplaceTempView("given")
        self.make(table, "SELECT * FROM given")

    def write(self, step):
        """Lines of text, unless they are there. A folder is empty, but for _SUCCESS, where there is none."""
        name = self.stage = step["name"]
        if not self.there(f"result/{name}/_SUCCESS"):
            self.spark.sql(step["query"]).write.mode("overwrite").text(f"{self.folder}/result/{name}")
            say(stage=name)

    def make_step(self, step, fill):
        table = self.stage
        if step.get("small"):
            self.spark.sql(fill(step["query"])).createOrReplaceTempView(table)
            return
        if "until" in step and self.has(fill(step["until"])):
            return
        check = None
        if "rows" in step:
            check = lambda: self.require(table, rows=(f"SELECT count(*) FROM {table}", fill(step["rows"])))
        self.make(table, fill(step["query"]), check)

    def work(self, step, fill):
        table, columns = self.stage, step["columns"]
        query = fill(step["query"]).replace("{from}", "0").replace("{to}", str(2**62))
        names = ", ".join(f"{name} STRING" for name, _ in columns)
        rows = tuple(map(fill, step["rows"])) if "rows" in step else None
        cells = typed(f"({self.through_worker(step, query, names)}) t", columns)
        self.make(table, cells, lambda: self.require(table, columns, rows))

    def file(self, step):
        """What one worker says of all lines, as a file that is shipped to all executors."""
        name = step["name"]
        if not self.there(name):
            rows = self.spark.sql(self.through_worker({**step, "together": "all"}, step["query"], "line STRING")).collect()
            if len(rows) > 1:
                raise Failure(f"{name} has {len(rows)} lines instead of 1")
            self.write_file(name, f"{rows[0][0]}\n" if rows else step["none"])
        self.spark.sparkContext.addFile(f"{self.folder}/{name}")

    def through_worker(self, step, query, columns):
        """A query that sends lines through the worker: each alone, those of one `a` together by `place`, or all of them."""
        words = [self.plan["node"], self.plan["worker"], step["verb"], "--drain", *self.plan["options"].get(step["verb"], [])]
        command = " ".join(map(shell_word, words)).replace("\\", "\\\\").replace("'", "\\'")
        by = {"alone": "", "group": "DISTRIBUTE BY a SORT BY a, place", "all": "DISTRIBUTE BY 0 SORT BY a, place"}
        lines = f"SELECT line FROM (SELECT * FROM ({query}) l {by[step['together']]}) s"
        return f"SELECT TRANSFORM(line) {CELLS} USING '{command}' AS ({columns}) {CELLS} FROM ({lines})"

    def answer(self, answers):
        for name, query in answers.items():
            self.stage = name
            self.spark.sql(query).write.mode("overwrite").option("sep", "\t").csv(f"{self.folder}/answers/{name}")


def typed(table, columns):
    types = {"TEXT": "STRING"}
    cells = ", ".join(f"CAST({name} AS {types.get(kind, kind)}) AS {name}" for name, kind in columns)
    return f"SELECT {cells} FROM {table}"


def filled(text, counters):
    """A text with the numbers of {round}, {round+1}, {try-1} …; tokens of other names stay."""

    def number(token):
        name, more = token.group(1), token.group(2)
        return str(counters[name] + int(more or 0)) if name in counters else token.group(0)

    return re.sub(r"\{(round|try)([+-]1)?\}", number, text)


def shell_word(word):
    return word if re.fullmatch(r"[\w./:=,@%+-]+", word) else '"' + re.sub(r'(["$`\\])', r"\\\1", word) + '"'


def say(**what):
    print(json.dumps(what), flush=True)


def reason(error):
    """The line of a worker, or else the deepest cause that Spark names, or else the first line of what it says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    of_worker = [line[line.index("offprint: ") :] for line in lines if "offprint: " in line]
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith("Caused by: ")]
    return (of_worker or causes[-1:] or lines or [type(error).__name__])[0]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    job = Job(plan, sys.argv[2])
    job.stage = "plan"
    try:
        # A caller that hands its documents over has done this.
        if "offprint" in plan:
            job.claim_folder()
        job.take(plan["steps"], {})
        job.answer(plan["answers"])
    except Exception as error:
        say(error=reason(error), stage=job.stage)
        job.spark.stop()
        sys.exit(f"offprint: the stage {job.stage} failed: {reason(error)}")
    say(done=True)
    job.spark.stop()


main()
