// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/progress.h"

#include <QTest>

#include <optional>
#include <stop_token>

using storyscope::Error;
using storyscope::ErrorCode;

class BaseErrorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_sentence_names_cause_and_place_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("byte");
        QTest::addColumn<int>("row");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no file") << "" << -1 << -1 << "It broke";
        QTest::newRow("file") << "/a b/c.json" << -1 << -1 << "It broke (/a b/c.json)";
        QTest::newRow("byte") << "c.json" << 0 << -1 << "It broke (c.json, byte 0)";
        QTest::newRow("line") << "c.json" << -1 << 12 << "It broke (c.json, line 12)";
        QTest::newRow("both") << "c.json" << 7 << 2 << "It broke (c.json, byte 7, line 2)";
        QTest::newRow("place without file") << "" << 7 << 2 << "It broke";
    }
    void the_sentence_names_cause_and_place() {
        QFETCH(QString, file);
        QFETCH(int, byte);
        QFETCH(int, row);
        const auto number = [](int value) { return value < 0 ? std::nullopt : std::optional<std::uint64_t>(value); };
        const Error error(ErrorCode::Malformed, "It broke",
                          {.file = file.toStdString(), .byteOffset = number(byte), .row = number(row)});
        QTEST(QString::fromStdString(error.what()), "sentence");
        QCOMPARE(error.message(), std::string("It broke"));
        QCOMPARE(error.code(), ErrorCode::Malformed);
    }

    void a_stop_becomes_a_cancelled_error() {
        std::stop_source source;
        storyscope::throwIfStopped(source.get_token());
        source.request_stop();
        try {
            storyscope::throwIfStopped(source.get_token());
            QFAIL("the stop was ignored");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(BaseErrorTest)
#include "base_error_test.moc"
