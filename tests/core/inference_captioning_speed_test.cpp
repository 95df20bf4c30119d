// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/inference/captioning_speed.h"
#include "core/inference/model_shelf.h"
#include "core/inference/storyteller.h"
#include "tests/support/processor_time.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <thread>

using namespace storyscope;
using inference::CaptioningSpeed;

/// What captioners cost on this machine, before any is here.
class CaptioningSpeedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_second_gives_a_plausible_speed() {
        inference::setComputeThreads(1);
        const test::ProcessorTime spent;
        const CaptioningSpeed speed = inference::measureCaptioningSpeed({});
        QVERIFY2(spent.milliseconds() < 20'000, "it takes about a second where nothing else is computed");
        // From a telephone's processor to a large server's.
        QVERIFY2(speed.operationsPerSecond > 1e8 && speed.operationsPerSecond < 1e14,
                 qPrintable(QString::number(speed.operationsPerSecond)));
        QVERIFY2(speed.weightsPerSecond > 1e6 && speed.weightsPerSecond < 1e13,
                 qPrintable(QString::number(speed.weightsPerSecond)));
        const double seconds = inference::secondsPerFrame(hub::publishedCaptioners().front(), speed);
        qInfo("%.1f G operations/s, %.2f G weights/s, BLIP base: %.2f s per frame", speed.operationsPerSecond / 1e9,
              speed.weightsPerSecond / 1e9, seconds);
        QVERIFY(seconds > 0.001 && seconds < 1000);
    }

    void a_stop_is_heard() {
        std::stop_source source;
        source.request_stop();
        QVERIFY_EXCEPTION_THROWN(inference::measureCaptioningSpeed(source.get_token()), Error);
        std::stop_source later;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
            later.request_stop();
        });
        try {
            inference::measureCaptioningSpeed(later.get_token());
            QFAIL("the stop was not heard");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Cancelled);
        }
    }

    void the_estimate_counts_what_captioners_do() {
        // 10¹⁰ operations a second and weights for nothing: BLIP's 12 layers over 577 tokens take 110 · 10⁹ operations
        // (MACs twice).
        const CaptioningSpeed arithmetic{.operationsPerSecond = 1e10, .weightsPerSecond = 1e30};
        const auto seconds = [&](const char* repository) {
            return inference::secondsPerFrame(*hub::findCaptioner(repository), arithmetic);
        };
        const double blip = seconds("Salesforce/blip-image-captioning-base");
        const double layer = 2.0 * 577 * 12 * 768 * 768 + 4.0 * 577 * 577 * 768;
        QVERIFY(std::abs(blip - 12 * layer / 1e10) < 1e-6);
        QVERIFY(seconds("microsoft/git-base-vatex") > 6 * seconds("microsoft/git-base-coco"));
        QVERIFY(seconds("nlpconnect/vit-gpt2-image-captioning") < blip);
        const CaptioningSpeed twice{.operationsPerSecond = 2e10, .weightsPerSecond = 1e30};
        QCOMPARE(2 * inference::secondsPerFrame(hub::publishedCaptioners().front(), twice), blip);
    }

    void a_card_says_its_licence_data() {
        QTest::addColumn<QString>("card");
        QTest::addColumn<QString>("licence");
        QTest::addColumn<QString>("text");
        QTest::newRow("front matter") << "---\nlicense: mit\n---\n# A\n"
                                      << "mit"
                                      << "# A\n";
        QTest::newRow("quotes, Windows") << "---\r\nlicense: \"apache-2.0\"\r\n---\r\nA"
                                         << "apache-2.0"
                                         << "A";
        QTest::newRow("none") << "# A\nlicense: mit\n"
                              << ""
                              << "# A\nlicense: mit\n";
        QTest::newRow("without end") << "---\nlicense: mit\n"
                                     << ""
                                     << "---\nlicense: mit\n";
        QTest::newRow("another level") << "---\nmodel:\n  license: mit\n---\n"
                                       << ""
                                       << "";
        QTest::newRow("empty") << ""
                               << ""
                               << "";
    }

    void a_card_says_its_licence() {
        QFETCH(QString, card);
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::ofstream(path / "README.md", std::ios::binary) << card.toStdString();
        const inference::ModelCard read = inference::readModelCard(path);
        QTEST(QString::fromStdString(read.licence), "licence");
        QTEST(QString::fromStdString(read.text), "text");
        QVERIFY(inference::readModelCard(path / "nowhere").text.empty());
    }
};

QTEST_GUILESS_MAIN(CaptioningSpeedTest)
#include "inference_captioning_speed_test.moc"
