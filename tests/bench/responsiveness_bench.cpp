// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window keeps a person waiting: from the click to the first story, and the longest time the GUI thread
// was away from its event loop while a story is told and while a model is trained.
#include "tests/bench/event_loop_gaps.h"
#include "ui/main/main_window.h"
#include "ui/runs/runs_panel.h"

#include <QAction>
#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <cstdio>

using namespace storyscope;

namespace {

constexpr int layoutMs = 1500; ///< until the window has settled

class Bench : public QObject {
    Q_OBJECT
public:
    explicit Bench(ui::MainWindow* window) : m_window(window) {
        connect(window->session(), &ui::StorySession::storyFinished, this, &Bench::storyTold);
        connect(window->session(), &ui::StorySession::problem, this, [](const ui::JobError& error) {
            std::fprintf(stderr, "responsiveness_bench: %s\n", qPrintable(error.message));
            QApplication::exit(1);
        });
        auto* runs = window->findChild<ui::RunsPanel*>();
        connect(runs, &ui::RunsPanel::runFinished, this, &Bench::runFinished);
        QTimer::singleShot(layoutMs, this, &Bench::tellStory);
    }

private:
    void tellStory() {
        m_gaps.restart();
        m_clock.start();
        m_window->actionSet()->openSample->trigger();
    }

    void storyTold() {
        if (m_isTraining) {
            return;
        }
        m_isTraining = true;
        std::printf("from the click to the whole story: %.2f s\n", static_cast<double>(m_clock.elapsed()) / 1000);
        report("telling a story");
        training::TrainingOptions options;
        options.data = "storyworld:seed=1,stories=300";
        options.runFolder = m_folder.filePath(QStringLiteral("run")).toStdString();
        options.epochs = 2;
        m_gaps.restart();
        m_window->findChild<ui::RunsPanel*>()->start(options);
    }

    void runFinished() {
        report("training");
        QApplication::exit(0);
    }

    void report(const char* work) const {
        std::printf("longest GUI gap while %s: %.1f ms (99 %% of gaps within %.1f ms)\n", work,
                    m_gaps.longestMilliseconds(), m_gaps.percentile99Milliseconds());
    }

    ui::MainWindow* m_window;
    bench::EventLoopGaps m_gaps;
    QElapsedTimer m_clock;
    QTemporaryDir m_folder;
    bool m_isTraining = false;
};

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QTemporaryDir home;
    qputenv("XDG_DATA_HOME", home.path().toUtf8());
    QSettings settings(home.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    ui::MainWindow window(&settings);
    window.show();
    Bench bench(&window);
    return QApplication::exec();
}

#include "responsiveness_bench.moc"
