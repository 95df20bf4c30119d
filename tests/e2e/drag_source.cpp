// SPDX-License-Identifier: GPL-3.0-or-later
// A second program to drag files from, as a file manager would: `drag_source X Y FILE…` shows a small window at (X, Y);
// pressing the mouse on it and moving starts a drag of those files. Prints "ready" when it can be used and "dropped" or
// "refused" after each drag.
#include <QApplication>
#include <QDrag>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>
#include <cstdio>

namespace {

class DragSource final : public QLabel {
public:
    explicit DragSource(QList<QUrl> urls) : m_urls(std::move(urls)) {
        setText(QStringLiteral("drag me"));
        setWindowFlags(Qt::FramelessWindowHint | Qt::WindowStaysOnTopHint | Qt::X11BypassWindowManagerHint);
        setFixedSize(80, 40);
    }

protected:
    void mouseMoveEvent(QMouseEvent* event) override {
        if (!(event->buttons() & Qt::LeftButton) || m_isDragging) {
            return;
        }
        m_isDragging = true;
        auto* files = new QMimeData;
        files->setUrls(m_urls);
        auto* drag = new QDrag(this);
        drag->setMimeData(files);
        const Qt::DropAction action = drag->exec(Qt::CopyAction);
        m_isDragging = false;
        std::puts(action == Qt::CopyAction ? "dropped" : "refused");
        std::fflush(stdout);
    }

    void showEvent(QShowEvent* event) override {
        QLabel::showEvent(event);
        std::puts("ready");
        std::fflush(stdout);
    }

private:
    QList<QUrl> m_urls;
    bool m_isDragging = false;
};

} // namespace

int main(int argc, char* argv[]) {
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.size() < 4) {
        std::fputs("usage: drag_source X Y FILE…\n", stderr);
        return 2;
    }
    QList<QUrl> urls;
    for (const QString& file : arguments.mid(3)) {
        urls.append(QUrl::fromLocalFile(file));
    }
    DragSource source(urls);
    source.move(arguments[1].toInt(), arguments[2].toInt());
    source.show();
    return QApplication::exec();
}
