// SPDX-License-Identifier: GPL-3.0-or-later
// One look of ViT-B/16 at a picture, 197 and 577 tokens, beside the same network in PyTorch: same weights, picture and
// threads, in turns inside one run, so that a busy machine slows both sides down. PyTorch's side is written both ways
// that people write it, from its functions and from its own transformer layers, and its faster one counts. Unless all
// see the same, nothing is measured and the bench fails.
//
// vision_bench [REPEATS]
#include "core/base/blas_kernels.h"
#include "core/inference/storyteller.h"
#include "core/nn/vision_transformer.h"

#include <torch/torch.h>

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <vector>

using namespace storyscope;

namespace {

constexpr int threads = 2;
constexpr double target = 1.0;
constexpr double tolerance = 1e-3;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void append(QFile& file, const torch::Tensor& tensor) {
    const torch::Tensor plain = tensor.contiguous();
    file.write(static_cast<const char*>(plain.data_ptr()), static_cast<qint64>(plain.nbytes()));
}

/// A line with name and shape for each tensor, and all their numbers in that order.
void write(const QString& folder, const nn::VisionTransformer& vision, const torch::Tensor& picture) {
    QFile names(folder + "/names.txt");
    QFile numbers(folder + "/numbers.bin");
    if (!names.open(QIODevice::WriteOnly) || !numbers.open(QIODevice::WriteOnly)) {
        throw std::runtime_error("The weights cannot be written");
    }
    const auto add = [&](const std::string& name, const torch::Tensor& tensor) {
        QByteArray line = QByteArray::fromStdString(name);
        for (const std::int64_t side : tensor.sizes()) {
            line += ' ' + QByteArray::number(static_cast<qlonglong>(side));
        }
        names.write(line + '\n');
        append(numbers, tensor);
    };
    for (const auto& entry : vision.named_parameters()) {
        add(entry.key(), entry.value().detach());
    }
    add("picture", picture);
}

/// PyTorch in a process of its own: "seconds-of-functions seconds-of-layers mean-of-the-tokens" for each line it reads.
class PyTorch {
public:
    explicit PyTorch(const QString& folder) {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(STORYSCOPE_PYTHON, {STORYSCOPE_VISION_SCRIPT, folder, QString::number(threads)});
    }
    ~PyTorch() {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }
    std::vector<double> look() {
        constexpr int longestWait = 300'000;
        m_process.write("look\n");
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(longestWait)) {
                throw std::runtime_error("PyTorch's side does not answer");
            }
        }
        std::vector<double> numbers;
        for (const QByteArray& number : m_process.readLine().trimmed().split(' ')) {
            numbers.push_back(number.toDouble());
        }
        if (numbers.size() != 4) {
            throw std::runtime_error("PyTorch's side gave no time");
        }
        return numbers;
    }

private:
    QProcess m_process;
};

bool measure(std::int64_t pictureSize, int repeats) {
    const torch::NoGradGuard noGradients;
    torch::manual_seed(1);
    const nn::VisionTransformerOptions options{.pictureSize = pictureSize};
    nn::VisionTransformer vision(options);
    vision.eval();
    const torch::Tensor picture = torch::rand({1, 3, pictureSize, pictureSize});
    const QTemporaryDir folder;
    write(folder.path(), vision, picture);
    PyTorch theirs(folder.path());
    const torch::Tensor tokens = vision.forward(picture);
    const std::vector<double> first = theirs.look();
    const double size = tokens.abs().mean().item<double>();
    std::printf("%lld tokens: mean size %.6f, PyTorch %.6f and %.6f\n", static_cast<long long>(options.tokens()), size,
                first[2], first[3]);
    if (std::abs(first[2] - size) > tolerance || std::abs(first[3] - size) > tolerance) {
        std::printf("  they do not see the same\n");
        return false;
    }
    std::vector<double> ours;
    std::vector<double> functions;
    std::vector<double> layers;
    for (int i = 0; i < repeats; ++i) {
        QElapsedTimer clock;
        clock.start();
        vision.forward(picture);
        ours.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e9);
        const std::vector<double> times = theirs.look();
        functions.push_back(times[0]);
        layers.push_back(times[1]);
    }
    const double best = std::min(median(functions), median(layers));
    std::printf("  %.0f ms, PyTorch %.0f ms by functions, %.0f ms by layers; %.2f times as fast (target: %.1f)\n",
                1e3 * median(ours), 1e3 * median(functions), 1e3 * median(layers), best / median(ours), target);
    return true;
}

} // namespace

int main(int argc, char** argv) {
    restartWithBetterBlasKernels(argv);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    const QStringList arguments(argv + 1, argv + argc);
    if (QProcess::execute(STORYSCOPE_PYTHON, {"-c", "import numpy, torch"}) != 0) {
        std::printf("vision_bench: there is no PyTorch (python3-torch) to compare with\n");
        return 0;
    }
    try {
        inference::setComputeThreads(threads);
        const int repeats = std::max(arguments.value(0, "9").toInt(), 1);
        const bool small = measure(224, repeats);
        return measure(384, repeats) && small ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "vision_bench: %s\n", error.what());
        return 1;
    }
}
