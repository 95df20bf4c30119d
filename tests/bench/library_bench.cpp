// SPDX-License-Identifier: GPL-3.0-or-later
// How long the GUI thread is away while a data set of VIST's size is opened, scrolled and searched in the window.
#include "tests/bench/event_loop_gaps.h"
#include "tests/bench/vist_sized.h"
#include "ui/library/dataset_page.h"
#include "ui/library/story_list_view.h"
#include "ui/main/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <cstdio>
#include <functional>

using namespace storyscope;

namespace {

void waitMs(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

bool waitFor(const std::function<bool()>& isDone) {
    QElapsedTimer clock;
    clock.start();
    while (!isDone() && clock.elapsed() < 60'000) {
        waitMs(20);
    }
    return isDone();
}

void print(const char* what, const bench::EventLoopGaps& gaps) {
    std::printf("%-22s longest gap %.1f ms (computing %.1f ms), 99 %% below %.1f ms (bound 50)\n", what,
                gaps.longestMilliseconds(), gaps.longestBusyMilliseconds(), gaps.percentile99Milliseconds());
    std::fflush(stdout);
}

void scroll(ui::StoryListView& list) {
    QScrollBar* bar = list.verticalScrollBar();
    for (int step = 0; step < 150; ++step) { // by the wheel, then by great jumps
        bar->setValue(step < 100 ? bar->value() + 60 : static_cast<int>(qint64{bar->maximum()} * (step - 100) / 49));
        waitMs(16);
    }
}

bool search(ui::DatasetPage& page, const QString& text) {
    auto* field = page.findChild<QLineEdit*>(QStringLiteral("storySearch"));
    for (int length = 1; length <= text.size(); ++length) {
        field->setText(text.left(length));
        waitMs(120); // as a person types
    }
    const auto* count = page.findChild<QLabel*>(QStringLiteral("storyCount"));
    return waitFor([&] { return !count->text().startsWith(ui::DatasetPage::tr("Searching")); });
}

bool run() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("train.story-in-sequence.json"));
    bench::writeVistSized(file.toStdString());
    QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    ui::MainWindow window(&settings);
    window.show();
    waitMs(1000);
    bench::EventLoopGaps gaps;
    auto* page = window.findChild<ui::DatasetPage*>();
    window.open({file});
    if (!waitFor([&] { return page->dataset() && page->isVisible(); })) {
        return false;
    }
    waitMs(500);
    std::printf("%zu stories, one missing picture in each frame\n", page->dataset()->dataset->size());
    print("open", gaps);
    gaps.restart();
    scroll(*page->list());
    print("scroll", gaps);
    gaps.restart();
    const bool isFound = search(*page, QStringLiteral("sunbar")) && search(*page, QStringLiteral("kalo 12"));
    print("search", gaps);
    return isFound;
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    return run() ? 0 : 1;
}
