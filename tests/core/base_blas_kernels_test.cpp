// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/blas_kernels.h"

#include <QTest>

using namespace storyscope;

class BaseBlasKernelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void only_a_choice_that_is_too_old_is_bettered_data();
    void only_a_choice_that_is_too_old_is_bettered();
};

void BaseBlasKernelsTest::only_a_choice_that_is_too_old_is_bettered_data() {
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<bool>("avx2");
    QTest::addColumn<bool>("avx512");
    QTest::addColumn<QString>("better");
    QTest::newRow("a processor that OpenBLAS does not know") << "Prescott" << true << true << "SkylakeX";
    QTest::newRow("one without AVX-512") << "Prescott" << true << false << "Haswell";
    QTest::newRow("a processor that is as old") << "Prescott" << false << false << "";
    QTest::newRow("a known processor") << "Zen" << true << false << "";
}

void BaseBlasKernelsTest::only_a_choice_that_is_too_old_is_bettered() {
    QFETCH(QString, chosen);
    QFETCH(bool, avx2);
    QFETCH(bool, avx512);
    QFETCH(QString, better);
    const ProcessorFeatures processor{.avx2 = avx2, .avx512 = avx512};
    QCOMPARE(QString::fromStdString(betterBlasKernels(chosen.toStdString(), processor).value_or("")), better);
}

QTEST_APPLESS_MAIN(BaseBlasKernelsTest)
#include "base_blas_kernels_test.moc"
