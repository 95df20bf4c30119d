// SPDX-License-Identifier: GPL-3.0-or-later
// One training step (forward, backward, optimizer) of the published presets beside the same models in PyTorch: same
// weights, batches and threads, in turns inside one run, so that a busy machine slows both sides down. First both take
// three steps without dropout: unless their losses agree, nothing is measured and the bench fails.
//
// training_step_bench [--data SET] [--repeats N] [PRESET…]
#include "core/base/blas_kernels.h"
#include "core/inference/storyteller.h"
#include "step_case.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>

using namespace storyscope;

namespace {

constexpr int threads = 2;
constexpr double tolerance = 1e-3; // of a loss
constexpr double equalTarget = 1.0;
constexpr double realTarget = 1.3;

struct Step {
    double milliseconds = 0;
    double loss = 0;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// PyTorch in a process of its own. A process that ends early answers with nothing.
class PyTorch {
public:
    PyTorch() {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(STORYSCOPE_PYTHON, {STORYSCOPE_STEP_SCRIPT, QString::number(threads)});
    }
    ~PyTorch() {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }

    bool isThere() const { return QProcess::execute(STORYSCOPE_PYTHON, {"-c", "import numpy, torch"}) == 0; }
    void tell(const QString& command) {
        if (ask(command) != "ready") {
            throw std::runtime_error("PyTorch's side does not answer");
        }
    }
    Step step(const QString& batch) {
        const QList<QByteArray> answer = ask("step " + batch).split(' ');
        if (answer.size() != 2) {
            throw std::runtime_error("PyTorch's side gave no step");
        }
        return {answer[0].toDouble(), answer[1].toDouble()};
    }

private:
    QByteArray ask(const QString& command) {
        constexpr int longestWait = 300'000;
        m_process.write(command.toUtf8() + '\n');
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(longestWait)) {
                return {};
            }
        }
        return m_process.readLine().trimmed();
    }

    QProcess m_process;
};

Step ourStep(test::StepCase& ours, const char* batch) {
    QElapsedTimer clock;
    clock.start();
    const double loss = ours.step(batch);
    return {static_cast<double>(clock.nsecsElapsed()) / 1e6, loss};
}

bool doTheSame(test::StepCase& ours, PyTorch& theirs) {
    ours.setDropout(false);
    theirs.tell("dropout off");
    bool isSame = true;
    for (const char* batch : {"full", "real", "real"}) {
        const double a = ourStep(ours, batch).loss;
        const double b = theirs.step(batch).loss;
        isSame = isSame && std::abs(a - b) <= tolerance;
        std::printf("  loss without dropout, %s captions: %.6f, PyTorch %.6f\n", batch, a, b);
    }
    return isSame;
}

void measure(test::StepCase& ours, PyTorch& theirs, const char* batch, int repeats) {
    std::vector<double> a;
    std::vector<double> b;
    for (int i = 0; i <= repeats; ++i) {
        const Step our = ourStep(ours, batch);
        const Step their = theirs.step(batch);
        if (i > 0) { // the first is for warming up
            a.push_back(our.milliseconds);
            b.push_back(their.milliseconds);
        }
    }
    const auto [real, all] = ours.positions(batch);
    std::printf("  %s captions (%lld of %lld positions are words): %.0f ms, PyTorch %.0f ms; %.2f times as fast "
                "(target: %.1f)\n",
                batch, static_cast<long long>(real), static_cast<long long>(all), median(a), median(b),
                median(b) / median(a), real == all ? equalTarget : realTarget);
}

bool compare(const test::StepCase::Options& options, const test::Captions& captions, PyTorch& theirs, int repeats) {
    const QTemporaryDir folder;
    test::StepCase ours(options, captions);
    ours.write(folder.path().toStdString());
    theirs.tell("load " + folder.path());
    std::printf("%s, batch %d, %d threads\n", options.preset.c_str(), options.batchSize, threads);
    if (!doTheSame(ours, theirs)) {
        std::printf("  not measured: the losses differ, so the work is not the same\n");
        return false;
    }
    ours.setDropout(true);
    theirs.tell("dropout on");
    measure(ours, theirs, "full", repeats);
    measure(ours, theirs, "real", repeats);
    return true;
}

std::string defaultData() {
    const std::string photographs = STORYSCOPE_SHARED_DATA "/data/flickr8k";
    return std::filesystem::exists(photographs) ? photographs : "storyworld:seed=1,stories=100";
}

} // namespace

int main(int argc, char** argv) {
    restartWithBetterBlasKernels(argv);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    QStringList arguments(argv + 1, argv + argc);
    const auto option = [&](const QString& name, const QString& otherwise) {
        const qsizetype place = arguments.indexOf(name);
        if (place < 0 || place + 1 >= arguments.size()) {
            return otherwise;
        }
        const QString value = arguments[place + 1];
        arguments.remove(place, 2);
        return value;
    };
    const std::string data = option("--data", QString::fromStdString(defaultData())).toStdString();
    const int repeats = option("--repeats", "7").toInt();
    bool isSame = true;
    try {
        PyTorch theirs;
        if (!theirs.isThere()) {
            std::printf("training steps: not measured beside PyTorch: no PyTorch\n");
            return 0;
        }
        inference::setComputeThreads(threads);
        const test::Captions captions = test::captionsOf(data);
        std::printf("real captions are of %s\n", data.c_str());
        for (const auto& [preset, batchSize] :
             std::initializer_list<std::pair<const char*, int>>{{"gru-attention", 8},
                                                                {"contrastive-dual-decoder", 2},
                                                                {"contrastive-dual-decoder", 8},
                                                                {"video-transformer", 16}}) {
            if (arguments.isEmpty() || arguments.contains(preset)) {
                isSame = compare({.preset = preset, .batchSize = batchSize}, captions, theirs, repeats) && isSame;
            }
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "training_step_bench: %s\n", error.what());
        return 1;
    }
    return isSame ? 0 : 1;
}
