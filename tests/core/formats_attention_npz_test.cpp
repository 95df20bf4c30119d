// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/story_export.h"
#include "formats_sample_story.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace storyscope;
using namespace storyscope::formats;

namespace {

/// Runs a program on an archive with the sample's attention; gives its output, or its complaint.
QString runOnSample(const QString& program, const QStringList& before, const QStringList& after = {}) {
    const QTemporaryDir folder;
    const QString path = folder.filePath("a.npz");
    writeFileAtomically(path.toStdString(), attentionToNpz(test::sampleStory()));
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, before + QStringList{path} + after);
    process.waitForFinished();
    return process.exitCode() == 0 ? QString::fromUtf8(process.readAll())
                                   : "failed: " + QString::fromUtf8(process.readAll());
}

} // namespace

class FormatsAttentionNpzTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void an_entry_is_an_npy_file_with_the_values() {
        const StoryResult story = test::sampleStory();
        const std::string archive = attentionToNpz(story);
        const auto begin = archive.find("\x93NUMPY");
        QVERIFY(begin != std::string::npos);
        QCOMPARE(archive.substr(begin + 6, 2), std::string("\x01\x00", 2));
        const std::size_t headerBytes =
            static_cast<unsigned char>(archive[begin + 8]) + 256U * static_cast<unsigned char>(archive[begin + 9]);
        QCOMPARE((10 + headerBytes) % 64, std::size_t{0});
        const std::string header = archive.substr(begin + 10, headerBytes);
        QVERIFY(header.starts_with("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2, 2, 2), }"));
        QCOMPARE(header.back(), '\n');
        const std::vector<float>& expected = story.attention.front().values;
        QCOMPARE(
            std::memcmp(archive.data() + begin + 10 + headerBytes, expected.data(), expected.size() * sizeof(float)),
            0);
    }

    void the_same_result_gives_the_same_bytes() {
        QCOMPARE(attentionToNpz(test::sampleStory()), attentionToNpz(test::sampleStory()));
    }

    void an_archive_without_records_is_empty_but_valid() { QCOMPARE(attentionToNpz({}).size(), std::size_t{22}); }

    void a_record_with_missing_values_is_an_error() {
        StoryResult story = test::sampleStory();
        story.attention.front().values.pop_back();
        QVERIFY_THROWS_EXCEPTION(Error, attentionToNpz(story));
    }

    void another_program_unpacks_the_archive() {
        const QString unzip = QStandardPaths::findExecutable("unzip");
        if (unzip.isEmpty()) {
            QSKIP("unzip is not installed");
        }
        const QString output = runOnSample(unzip, {"-t"});
        QVERIFY2(output.contains("No errors"), qPrintable(output));
        for (const char* name : {"caption_0_layermean_headmean.npy", "caption_1_layermean_headmean.npy",
                                 "next_caption_0_layer0_headmean.npy", "next_caption_0_layermean_headmean.npy"}) {
            QVERIFY2(output.contains(name), qPrintable(output));
        }
    }

    void numpy_reads_the_arrays() {
        const QString python = QStandardPaths::findExecutable("python3");
        if (python.isEmpty() || QProcess::execute(python, {"-c", "import numpy"}) != 0) {
            QSKIP("python3 with numpy is not installed");
        }
        const QString script = "import numpy,sys; a=numpy.load(sys.argv[1])['caption_0_layermean_headmean']; "
                               "print(a.dtype, a.shape, round(float(a[0,1,1,1]),4), round(float(a[2].sum()),4))";
        QCOMPARE(runOnSample(python, {"-c", script}).trimmed(), QString("float32 (3, 2, 2, 2) 0.65 1.0"));
    }
};

QTEST_GUILESS_MAIN(FormatsAttentionNpzTest)
#include "formats_attention_npz_test.moc"
