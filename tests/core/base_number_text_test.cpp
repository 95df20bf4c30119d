// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include <QTest>
#include <limits>

using namespace storyscope;

class NumberTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fixed_and_significant_digits_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("digits");
        QTest::addColumn<QString>("fixed");
        QTest::addColumn<QString>("significant");
        QTest::newRow("nothing") << 0.0 << 3 << "0.000"
                                 << "0";
        QTest::newRow("rounded") << 0.12345678 << 4 << "0.1235"
                                 << "0.1235";
        QTest::newRow("negative") << -2.5 << 1 << "-2.5"
                                  << "-2";
        QTest::newRow("no digits") << 41.7 << 1 << "41.7"
                                   << "4e+01";
        QTest::newRow("large") << 1234567.0 << 6 << "1234567.000000"
                               << "1.23457e+06";
        QTest::newRow("small") << 0.00001234 << 6 << "0.000012"
                               << "1.234e-05";
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << 4 << "inf"
                                  << "inf";
        QTest::newRow("the largest") << std::numeric_limits<double>::max() << 0
                                     << QString::fromLatin1("%1").arg(std::numeric_limits<double>::max(), 0, 'f', 0)
                                     << "2e+308";
    }

    void fixed_and_significant_digits() {
        QFETCH(double, value);
        QFETCH(int, digits);
        QFETCH(QString, fixed);
        QFETCH(QString, significant);
        QCOMPARE(QString::fromStdString(formatNumber(value, digits)), fixed);
        QCOMPARE(QString::fromStdString(formatSignificant(value, digits)), significant);
    }
};

QTEST_APPLESS_MAIN(NumberTextTest)
#include "base_number_text_test.moc"
