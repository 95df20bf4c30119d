// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_curve.h"
#include "training_toy_dataset.h"

#include "core/base/error.h"
#include "core/models/model_folder.h"
#include "core/training/training_run.h"

#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

using namespace storyscope;
using namespace storyscope::training;
using test::Curve;
namespace fs = std::filesystem;

namespace {

/// A file system of one mebibyte, for as long as this lives.
class SmallDisk {
public:
    explicit SmallDisk(fs::path place) : m_place(std::move(place)) {
        fs::create_directories(m_place);
        m_error = ::mount("tmpfs", m_place.c_str(), "tmpfs", 0, "size=1m") == 0 ? 0 : errno;
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (m_error == 0) {
            ::umount2(m_place.c_str(), MNT_DETACH);
        }
    }
    int error() const { return m_error; } ///< 0: it is there

private:
    fs::path m_place;
    int m_error = 0;
};

/// Takes all memory that the process could still have, but for a little to tell what went wrong, and keeps it for as
/// long as this lives.
class NoMoreMemory {
public:
    void begin() {
        std::size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        ::getrlimit(RLIMIT_AS, &m_before);
        const rlimit now{.rlim_cur = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)),
                         .rlim_max = m_before.rlim_max};
        m_isOn = ::setrlimit(RLIMIT_AS, &now) == 0;
        for (std::size_t size = 1 << 20; m_isOn && size >= smallestBlock; size /= 2) {
            while (auto* block = static_cast<Block*>(std::malloc(size))) {
                block->next = m_taken;
                m_taken = block;
            }
        }
        release(spareBlocks);
    }
    ~NoMoreMemory() { end(); }
    void end() {
        if (m_isOn) {
            ::setrlimit(RLIMIT_AS, &m_before);
        }
        m_isOn = false;
        release(std::numeric_limits<int>::max());
    }

private:
    struct Block {
        Block* next;
    };
    static constexpr std::size_t smallestBlock = 2048;
    static constexpr int spareBlocks = 32;

    void release(int blocks) {
        for (; m_taken != nullptr && blocks > 0; --blocks) {
            std::free(std::exchange(m_taken, m_taken->next));
        }
    }

    Block* m_taken = nullptr;
    rlimit m_before{};
    bool m_isOn = false;
};

} // namespace

/// What becomes of a run where disk or memory run out.
class TrainingScarcityTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.preset = (root() / "toy.json").string();
        m_options.data = "toys";
        m_options.device = "cpu";
        m_options.epochs = 3;
        test::writeToyPreset(m_options.preset);
    }
    void a_full_disk_leaves_a_checkpoint_that_is_resumed_elsewhere();
    void a_small_file_limit_leaves_the_last_checkpoint();
    void memory_that_runs_out_leaves_the_last_checkpoint();

private:
    fs::path root() const { return m_folder->path().toStdString(); }
    TrainingSummary train(const fs::path& run, Curve& curve, TrainingRun::Begin begin = TrainingRun::Begin::New) const {
        TrainingPlan plan = begin == TrainingRun::Begin::New ? trainingPlan(m_options) : planOfRun(run);
        return TrainingRun({.folder = run, .begin = begin}, std::move(plan), std::make_shared<test::ToyDataset>(24), {},
                           curve)
            .run();
    }
    /// Trains until space runs out; the message says what and where.
    QString messageOfFailure(const fs::path& run, Curve& curve) const {
        try {
            train(run, curve);
        } catch (const Error& error) {
            return error.code() == ErrorCode::OutOfSpace ? QString::fromUtf8(error.what())
                                                         : "another failure: " + QString::fromUtf8(error.what());
        }
        return QStringLiteral("no failure");
    }
    void compareWithUnbroken(const Curve& curve) const {
        Curve unbroken;
        train(root() / "unbroken", unbroken);
        QCOMPARE(curve.losses, unbroken.losses);
        QCOMPARE(curve.validation, unbroken.validation);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    TrainingOptions m_options;
};

void TrainingScarcityTest::a_full_disk_leaves_a_checkpoint_that_is_resumed_elsewhere() {
    Curve curve;
    {
        const SmallDisk disk(root() / "disk");
        if (disk.error() != 0) {
            QSKIP(qPrintable(QStringLiteral("No file system can be mounted here: ") + std::strerror(disk.error())));
        }
        curve.afterBatch = [&](const BatchDone& batch) {
            if (batch.step == 7) { // the second epoch; what the first one wrote fits
                std::ofstream ballast(root() / "disk/ballast", std::ios::binary);
                const std::string block(4096, 'x');
                while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
                }
            }
        };
        const QString message = messageOfFailure(root() / "disk/run", curve);
        QVERIFY2(message.contains("after epoch 1") && message.contains("last"), qPrintable(message));
        QVERIFY(models::loadModelFolder(root() / "disk/run/last").model != nullptr);
        QVERIFY(models::loadModelFolder(root() / "disk/run/best").model != nullptr);
        fs::copy(root() / "disk/run", root() / "roomy", fs::copy_options::recursive);
    }
    curve.afterBatch = [](const BatchDone&) {};
    QCOMPARE(train(root() / "roomy", curve, TrainingRun::Begin::Resumed).epochsDone, 3);
    compareWithUnbroken(curve);
}

// A limit on the size of files fails in the same place, also where nothing can be mounted.
void TrainingScarcityTest::a_small_file_limit_leaves_the_last_checkpoint() {
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto ignoreSignal = std::signal(SIGXFSZ, SIG_IGN);
    Curve curve;
    curve.afterBatch = [&](const BatchDone& batch) {
        if (batch.step == 7) {
            const rlimit small{.rlim_cur = 10'000, .rlim_max = before.rlim_max};
            setrlimit(RLIMIT_FSIZE, &small);
        }
    };
    const QString message = messageOfFailure(root() / "run", curve);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, ignoreSignal);
    QVERIFY2(message.contains("after epoch 1") && message.contains("last"), qPrintable(message));
    curve.afterBatch = [](const BatchDone&) {};
    train(root() / "run", curve, TrainingRun::Begin::Resumed);
    compareWithUnbroken(curve);
}

void TrainingScarcityTest::memory_that_runs_out_leaves_the_last_checkpoint() {
#ifdef __SANITIZE_ADDRESS__
    QSKIP("AddressSanitizer needs address space without a limit");
#endif
    NoMoreMemory limit;
    Curve curve;
    curve.afterBatch = [&](const BatchDone& batch) {
        if (batch.step == 7) {
            limit.begin();
        }
    };
    const QString message = messageOfFailure(root() / "run", curve);
    limit.end();
    QVERIFY2(message.contains("smaller batch") && message.contains("after epoch 1"), qPrintable(message));
    curve.afterBatch = [](const BatchDone&) {};
    train(root() / "run", curve, TrainingRun::Begin::Resumed);
    compareWithUnbroken(curve);
}

QTEST_APPLESS_MAIN(TrainingScarcityTest)
#include "training_scarcity_test.moc"
