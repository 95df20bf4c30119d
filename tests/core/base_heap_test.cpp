// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/heap.h"

#include <QTest>

#include <fstream>
#include <string>
#include <vector>

using namespace storyscope;

namespace {

/// Of this process.
std::int64_t bytesInHugePages() {
    std::ifstream file("/proc/self/smaps_rollup");
    const std::string key = "AnonHugePages:";
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(key)) {
            return std::stoll(line.substr(key.size())) << 10;
        }
    }
    return 0;
}

} // namespace

class BaseHeapTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void what_the_system_says_is_read_data();
    void what_the_system_says_is_read();
    void large_blocks_lie_in_huge_pages();
};

void BaseHeapTest::what_the_system_says_is_read_data() {
    QTest::addColumn<QByteArray>("enabled");
    QTest::addColumn<bool>("given");
    QTest::newRow("to all") << QByteArray("[always] madvise never") << true;
    QTest::newRow("to those that ask") << QByteArray("always [madvise] never") << true;
    QTest::newRow("to nobody") << QByteArray("always madvise [never]") << false;
    QTest::newRow("nothing") << QByteArray() << false;
}

void BaseHeapTest::what_the_system_says_is_read() {
    QFETCH(QByteArray, enabled);
    QFETCH(bool, given);
    QCOMPARE(givesHugePages(enabled.toStdString()), given);
}

void BaseHeapTest::large_blocks_lie_in_huge_pages() {
#ifdef __SANITIZE_ADDRESS__
    QSKIP("A sanitizer's heap is not ours");
#endif
    if (!systemGivesHugePages()) {
        QSKIP("This system gives no huge pages");
    }
    constexpr std::size_t size = std::size_t{64} << 20;
    const std::int64_t before = bytesInHugePages();
    const std::vector<char> block(size, 'x');
    QVERIFY2(bytesInHugePages() - before > static_cast<std::int64_t>(size / 2),
             qPrintable(QString::number(bytesInHugePages() - before)));
    QCOMPARE(block.back(), 'x');
}

QTEST_GUILESS_MAIN(BaseHeapTest)
#include "base_heap_test.moc"
