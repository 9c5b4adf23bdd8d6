# make test    everything that a change must pass
# make demo    the samples encoded and decoded, with figures
# make build | install PREFIX=/usr/local | format | lint | check-long | check-debug | clean
# make bench PICTURES=FOLDER [PHOTO=FILE] | bench-sound SOUNDS=FOLDER | bench-circuits TRAIN=FILE TEST=FILE
# make bench-learning PICTURES=FOLDER | bench-consistency SOUNDS=FOLDER [WORK=WORKDIR]
# make test-python   the Python package in a clean environment, beside the command line
# make test-spark    the Spark job, with workers and jobs killed while they encode

SWIFT ?= swift
PREFIX ?= /usr/local

# Debian packages that building needs, and those that `make bench` compares with.
PACKAGES := pkg-config libpng-dev zlib1g-dev libopenblas-dev libsndfile1-dev libsamplerate0-dev libfftw3-dev
SOUND_PACKAGES := python3 opus-tools lame ffmpeg vorbis-tools flac wavpack
SPARK_PACKAGES := python3-venv default-jre-headless
BENCH_PACKAGES := python3 netpbm libjpeg-turbo-progs webp libopenjp2-tools libjxl-tools libavif-bin

SWIFT_SOURCES := $(wildcard Package.swift Sources Tests)
ALL_SOURCES := $(wildcard Sources Tests Scripts Benchmarks samples models Python)

# Steps run in the order written, their output as it comes.
.NOTPARALLEL:
.PHONY: all build test check-debug demo install bench bench-sound bench-circuits bench-learning bench-consistency format lint check-long unit-tests external-tests packages test-python test-spark clean

all: build

packages:
	@Scripts/install-packages.sh $(PACKAGES)

build: packages
	$(SWIFT) build -c release

test: packages lint check-long build unit-tests external-tests

# Tests see internal names, which the released build does not open: a build folder of their own, so that neither
# build undoes the other.
unit-tests: packages
	$(SWIFT) test -c release -Xswiftc -enable-testing --disable-xctest --scratch-path .build-test

external-tests: build
	@if [ -e Tests/External/run.sh ]; then bash Tests/External/run.sh; fi

# Minutes, and only for changes of codecs of sounds: a debug build must make the same bytes and samples as a release build.
check-debug: build
	$(SWIFT) build --scratch-path .build-debug --product codec
	python3 Scripts/check-debug.py .build-debug/debug/codec .build/release/codec

# Downloads numpy and setuptools; builds the library with Swift's run-time library inside, in a folder of its own.
test-python: build
	@bash Scripts/test-python.sh .build/release/codec

# Downloads PySpark, once.
test-spark: build
	@Scripts/install-packages.sh $(SPARK_PACKAGES)
	@bash Scripts/test-spark.sh .build/release/codec

demo: build
	@Scripts/demo.sh

# The installed program carries the Swift run-time library: it needs no toolchain where it runs.
install: packages
	$(SWIFT) build -c release --static-swift-stdlib --product codec --scratch-path .build-install
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build-install/release/codec "$(DESTDIR)$(PREFIX)/bin/codec"

bench: build
	$(if $(PICTURES),,$(error PICTURES=FOLDER, a folder of PNG photographs, is missing))
	@Scripts/install-packages.sh $(BENCH_PACKAGES)
	python3 Benchmarks/images.py "$(PICTURES)"
	$(if $(PHOTO),python3 Benchmarks/speed.py "$(PHOTO)")

# Needs numpy, soundfile, scipy and visqol-python, see Benchmarks/README.md.
bench-sound: build
	$(if $(SOUNDS),,$(error SOUNDS=FOLDER, a folder of FLAC files, is missing))
	@Scripts/install-packages.sh $(SOUND_PACKAGES)
	python3 Benchmarks/sound.py "$(SOUNDS)"

# Needs what bench-sound does, torch, musicnn and basic-pitch, see Benchmarks/README.md.
bench-consistency: build
	$(if $(SOUNDS),,$(error SOUNDS=FOLDER, a folder of FLAC files, is missing))
	@Scripts/install-packages.sh $(SOUND_PACKAGES)
	python3 Benchmarks/consistency.py "$(SOUNDS)" $(if $(WORK),--work "$(WORK)")

bench-circuits: build
	$(if $(TRAIN),,$(error TRAIN=FILE and TEST=FILE, tables in IDX or NPY, are missing))
	python3 Benchmarks/circuits.py "$(TRAIN)" "$(TEST)"

# Needs Pillow and numpy, see Benchmarks/README.md.
bench-learning: build
	$(if $(PICTURES),,$(error PICTURES=FOLDER, with train and val and in each a folder for every class, is missing))
	python3 Benchmarks/learning.py "$(PICTURES)"

format:
	$(SWIFT) format -i -r $(SWIFT_SOURCES)

lint:
	$(SWIFT) format lint -r --strict $(SWIFT_SOURCES)

check-long:
	@Scripts/check-long.sh $(ALL_SOURCES)

clean:
	rm -rf .build .build-test .build-debug .build-install .build-python .build-spark Python/build Python/*.egg-info out
