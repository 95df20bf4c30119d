// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <cmath>

static void initialiseResources() { // Q_INIT_RESOURCE must stand outside every namespace
    Q_INIT_RESOURCE(storyscope);
}

namespace storyscope::ui {
namespace {

QByteArray fileBytes(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QColor colorOf(QIcon::Mode mode) {
    const QPalette palette = QGuiApplication::palette();
    switch (mode) {
    case QIcon::Disabled:
        return palette.color(QPalette::Disabled, QPalette::ButtonText);
    case QIcon::Selected:
        return palette.color(QPalette::Active, QPalette::HighlightedText);
    case QIcon::Normal:
    case QIcon::Active:
        break;
    }
    return palette.color(QPalette::Active, QPalette::ButtonText);
}

/// Draws an SVG whose strokes are `currentColor` in the colour that the palette has for the icon's mode.
class PaletteIconEngine : public QIconEngine {
public:
    PaletteIconEngine(const QString& name, const QByteArray& svg) : m_name(name), m_svg(svg) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        QByteArray coloured = m_svg;
        coloured.replace("currentColor", colorOf(mode).name().toLatin1());
        QSvgRenderer renderer(coloured);
        const int side = std::min(rect.width(), rect.height());
        QRectF square(0, 0, side, side);
        square.moveCenter(QRectF(rect).center());
        renderer.render(painter, square);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
        const QString key = QStringLiteral("storyscope-icon/%1/%2/%3x%4")
                                .arg(m_name, colorOf(mode).name())
                                .arg(size.width())
                                .arg(size.height());
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = QPixmap(size);
            pixmap.fill(Qt::transparent);
            QPainter painter(&pixmap);
            paint(&painter, QRect(QPoint(), size), mode, state);
            painter.end();
            QPixmapCache::insert(key, pixmap);
        }
        return pixmap;
    }

    QIconEngine* clone() const override { return new PaletteIconEngine(*this); }
    QString key() const override { return QStringLiteral("storyscope"); }
    QString iconName() override { return m_name; }
    bool isNull() override { return m_svg.isEmpty(); }

private:
    QString m_name;
    QByteArray m_svg;
};

} // namespace

QIcon icon(const QString& name) {
    initialiseResources();
    const QByteArray svg = fileBytes(QStringLiteral(":/icons/%1.svg").arg(name));
    return svg.isEmpty() ? QIcon() : QIcon(new PaletteIconEngine(name, svg));
}

QStringList iconNames() {
    static const QStringList names = {
        QStringLiteral("attention"),   QStringLiteral("check"),     QStringLiteral("clock"),
        QStringLiteral("close"),       QStringLiteral("export"),    QStringLiteral("film"),
        QStringLiteral("first"),       QStringLiteral("folder"),    QStringLiteral("go-to"),
        QStringLiteral("help"),        QStringLiteral("last"),      QStringLiteral("loop"),
        QStringLiteral("mark-in"),     QStringLiteral("mark-out"),  QStringLiteral("open"),
        QStringLiteral("pause"),       QStringLiteral("picture"),   QStringLiteral("play"),
        QStringLiteral("play-back"),   QStringLiteral("play-fast"), QStringLiteral("predict"),
        QStringLiteral("redo"),        QStringLiteral("settings"),  QStringLiteral("sound"),
        QStringLiteral("sound-off"),   QStringLiteral("step-back"), QStringLiteral("step-forward"),
        QStringLiteral("stop"),        QStringLiteral("story"),     QStringLiteral("tag"),
        QStringLiteral("train"),       QStringLiteral("undo"),      QStringLiteral("warning"),
        QStringLiteral("zoom-fit"),    QStringLiteral("zoom-in"),   QStringLiteral("zoom-out"),
        QStringLiteral("zoom-pixels"),
    };
    return names;
}

QIcon applicationIcon() {
    initialiseResources();
    return QIcon(QStringLiteral(":/icons/storyscope.svg"));
}

} // namespace storyscope::ui
