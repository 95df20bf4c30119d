// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/loss_plot.h"

#include "ui/common/theme.h"

#include <QEvent>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>
#include <qcustomplot.h>

namespace storyscope::ui {
namespace {

/// Share of the past in the exponentially smoothed training loss: about the last 20 batches.
constexpr double smoothingMemory = 0.95;
constexpr double betweenSteps = 0.5;    ///< from a stage's last step to its end
constexpr double bestTextDistance = 10; ///< pixels from the middle of its mark

/// From zero where that leaves the curves room enough.
QCPRange linearRange(const QCPRange& values) {
    const double height = std::max(values.size(), 1e-6 + 0.02 * std::abs(values.upper));
    const bool fromZero = values.lower >= 0 && values.lower < 0.5 * values.upper;
    return QCPRange(fromZero ? 0 : values.lower - 0.08 * height, values.upper + 0.08 * height);
}

/// Of the stages, from 0.
qsizetype stageAt(double step, const QVector<double>& stageEnds) {
    return std::lower_bound(stageEnds.begin(), stageEnds.end(), step) - stageEnds.begin();
}

QString lossText(double loss) {
    return QLocale().toString(loss, 'g', 4);
}
QString stepText(double step) {
    return QLocale().toString(static_cast<qlonglong>(std::llround(step)));
}

} // namespace

LossPlot::LossPlot(QWidget* parent) : QWidget(parent), m_plot(new QCustomPlot(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_plot->setMinimumSize(240, 120);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setAccessibleName(tr("Loss curves"));
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->xAxis->setLabel(tr("Step"));
    m_plot->yAxis->setLabel(tr("Loss"));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis})
        axis->setSubTicks(false);
    m_plot->axisRect()->setMinimumMargins(QMargins(48, 8, 8, 32));
    makeGraphs();
    makeCrosshair();
    connect(m_plot, &QCustomPlot::beforeReplot, this, [this] {
        constexpr int besideAxis = 72; // legend, numbers and label of the other axis
        constexpr int perTick = 24;
        m_plot->yAxis->ticker()->setTickCount(qBound(2, (m_plot->height() - besideAxis) / perTick, 6));
    });
    connect(m_plot, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { pointAt(event->position().x()); });
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, [this] {
        fitAxes();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    });
    applyPalette();
    setScale(LossScale::Linear);
}

void LossPlot::makeGraphs() {
    m_batches = m_plot->addGraph();
    m_batches->setName(tr("Training, per batch"));
    m_means = m_plot->addGraph();
    m_means->setName(tr("Training, mean of the epoch"));
    m_validation = m_plot->addGraph();
    m_validation->setName(tr("Validation"));
    for (QCPGraph* graph : {m_batches, m_means, m_validation})
        graph->setAdaptiveSampling(true);
    placeLegend();
    m_bestMark = new QCPItemTracer(m_plot);
    m_bestMark->setStyle(QCPItemTracer::tsCircle);
    m_bestMark->setSize(12);
    m_bestMark->setVisible(false);
    m_bestText = new QCPItemText(m_plot);
    m_bestText->position->setParentAnchor(m_bestMark->position);
    m_bestText->setVisible(false);
}

/// In a line above the curves, so that it hides none of them.
void LossPlot::placeLegend() {
    constexpr double asLowAsItCanBe = 0.001;
    m_plot->plotLayout()->insertRow(0);
    m_plot->plotLayout()->addElement(0, 0, m_plot->legend);
    m_plot->plotLayout()->setRowStretchFactor(0, asLowAsItCanBe);
    m_plot->plotLayout()->setRowSpacing(0);
    m_plot->legend->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    m_plot->legend->setVisible(true);
}

void LossPlot::makeCrosshair() {
    m_crosshair = new QCPItemStraightLine(m_plot);
    m_crosshair->setVisible(false);
}

/// A line where each stage but the last one ends, and the name of the one that follows beside it.
void LossPlot::markStages(const QVector<double>& stageEnds) {
    for (; static_cast<qsizetype>(m_stageMarks.size()) > stageEnds.size(); m_stageMarks.pop_back()) {
        m_plot->removeItem(m_stageMarks.back().name);
        m_plot->removeItem(m_stageMarks.back().line);
    }
    while (static_cast<qsizetype>(m_stageMarks.size()) < stageEnds.size()) {
        StageMark mark{new QCPItemStraightLine(m_plot), new QCPItemText(m_plot)};
        mark.name->setText(tr("Stage %1").arg(m_stageMarks.size() + 2));
        mark.name->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        mark.name->position->setTypeX(QCPItemPosition::ptPlotCoords);
        mark.name->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        mark.name->setPadding(QMargins(4, 0, 0, 0));
        m_stageMarks.push_back(mark);
        paintStageMark(mark);
    }
    for (std::size_t i = 0; i < m_stageMarks.size(); ++i) {
        const double step = stageEnds[static_cast<qsizetype>(i)] + betweenSteps;
        m_stageMarks[i].line->point1->setCoords(step, 0);
        m_stageMarks[i].line->point2->setCoords(step, 1);
        m_stageMarks[i].name->position->setCoords(step, 0);
    }
}

void LossPlot::show(const TermCurves& curves, const QVector<double>& stageEnds, std::int64_t bestStep, Change change) {
    const bool wasThinned = curves.batchSteps.size() < m_shownBatches ||
                            (m_shownBatches > 0 && curves.batchSteps[m_shownBatches - 1] != m_lastShownStep);
    if (change == Change::New || wasThinned) {
        m_batches->data()->clear();
        m_shownBatches = 0;
    }
    appendBatches(curves, stageEnds);
    replaceEpochs(curves, bestStep);
    breakCurves(stageEnds);
    markStages(stageEnds);
    describe(curves, stageEnds);
    fitAxes();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void LossPlot::clear() {
    show({}, {}, 0, Change::New);
}

void LossPlot::appendBatches(const TermCurves& curves, const QVector<double>& stageEnds) {
    for (qsizetype i = m_shownBatches; i < curves.batchSteps.size(); ++i) {
        const double loss = curves.batchLosses[i];
        const bool isFirst =
            i == 0 || stageAt(curves.batchSteps[i - 1], stageEnds) != stageAt(curves.batchSteps[i], stageEnds);
        m_smoothed = isFirst ? loss : smoothingMemory * m_smoothed + (1 - smoothingMemory) * loss;
        m_batches->addData(curves.batchSteps[i], m_smoothing == Smoothing::None ? loss : m_smoothed);
    }
    m_shownBatches = curves.batchSteps.size();
    m_lastShownStep = m_shownBatches > 0 ? curves.batchSteps.last() : 0;
}

void LossPlot::replaceEpochs(const TermCurves& curves, std::int64_t bestStep) {
    m_means->setData(curves.epochSteps, curves.trainingMeans, true);
    m_validation->setData(curves.epochSteps, curves.validationLosses, true);
    const qsizetype best = curves.epochSteps.indexOf(static_cast<double>(bestStep));
    const bool hasBest = bestStep > 0 && best >= 0 && std::isfinite(curves.validationLosses[best]);
    m_bestMark->setGraph(hasBest ? m_validation : nullptr);
    m_bestMark->setVisible(hasBest);
    m_bestText->setVisible(hasBest);
    if (hasBest) {
        m_bestMark->setGraphKey(static_cast<double>(bestStep));
        m_bestLoss = curves.validationLosses[best];
        m_bestText->setText(tr("best %1").arg(lossText(m_bestLoss)));
    }
}

void LossPlot::describe(const TermCurves& curves, const QVector<double>& stageEnds) {
    QStringList parts;
    if (!curves.batchLosses.isEmpty())
        parts << tr("Training loss %1 at step %2.").arg(lossText(curves.batchLosses.last()), stepText(m_lastShownStep));
    if (!curves.validationLosses.isEmpty())
        parts << tr("Validation loss %1 after %2 steps.")
                     .arg(lossText(curves.validationLosses.last()), stepText(curves.epochSteps.last()));
    for (qsizetype i = 0; i < stageEnds.size(); ++i)
        parts << tr("Stage %1 begins after step %2.").arg(i + 2).arg(stepText(stageEnds[i]));
    m_plot->setAccessibleDescription(parts.join(QLatin1Char(' ')));
}

void LossPlot::breakCurves(const QVector<double>& stageEnds) {
    for (QCPGraph* graph : {m_batches, m_means, m_validation}) {
        for (const double end : stageEnds) {
            const double place = end + betweenSteps;
            graph->data()->remove(place);
            graph->addData(place, std::numeric_limits<double>::quiet_NaN());
        }
    }
}

void LossPlot::fitAxes() {
    bool hasX = false;
    bool hasY = false;
    QCPRange x;
    QCPRange y;
    const auto sign = m_plot->yAxis->scaleType() == QCPAxis::stLogarithmic ? QCP::sdPositive : QCP::sdBoth;
    for (QCPGraph* graph : {m_batches, m_means, m_validation}) {
        bool found = false;
        const QCPRange keys = graph->getKeyRange(found);
        if (!found)
            continue;
        x = hasX ? x.expanded(keys) : keys;
        hasX = true;
        const QCPRange values = graph->getValueRange(found, sign);
        if (!found)
            continue;
        y = hasY ? y.expanded(values) : values;
        hasY = true;
    }
    const bool logarithmic = sign == QCP::sdPositive;
    m_plot->xAxis->setRange(0, hasX ? std::max(x.upper * 1.02, 10.0) : 10);
    if (!hasY)
        m_plot->yAxis->setRange(logarithmic ? 0.1 : 0, 1);
    else if (logarithmic)
        m_plot->yAxis->setRange(y.lower / 1.2, y.upper * 1.2);
    else
        m_plot->yAxis->setRange(linearRange(y));
    placeBestText();
}

/// On the side of its mark where the plot has more room.
void LossPlot::placeBestText() {
    const QCPRange range = m_plot->yAxis->range();
    const bool isLogarithmic = m_plot->yAxis->scaleType() == QCPAxis::stLogarithmic;
    const bool isHigh = m_bestLoss > (isLogarithmic ? std::sqrt(range.lower * range.upper) : range.center());
    const bool isAtRight = m_bestMark->graphKey() > 0.85 * m_lastShownStep;
    m_bestText->setPositionAlignment((isAtRight ? Qt::AlignRight : Qt::AlignHCenter) |
                                     (isHigh ? Qt::AlignTop : Qt::AlignBottom));
    m_bestText->position->setCoords(0, isHigh ? bestTextDistance : -bestTextDistance);
}

void LossPlot::setScale(LossScale scale) {
    QSharedPointer<QCPAxisTicker> ticker;
    if (scale == LossScale::Logarithmic)
        ticker = QSharedPointer<QCPAxisTickerLog>::create();
    else
        ticker = QSharedPointer<QCPAxisTicker>::create();
    m_plot->yAxis->setScaleType(scale == LossScale::Logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    m_plot->yAxis->setTicker(ticker);
    m_plot->yAxis->setNumberFormat(QStringLiteral("gb"));
    m_plot->yAxis->setNumberPrecision(4);
    m_plot->xAxis->setNumberFormat(QStringLiteral("f"));
    m_plot->xAxis->setNumberPrecision(0);
    fitAxes();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void LossPlot::setSmoothing(Smoothing smoothing) {
    m_smoothing = smoothing;
}

void LossPlot::pointAt(double x) {
    const double step = m_plot->xAxis->pixelToCoord(x);
    const QString text = m_plot->xAxis->range().contains(step) ? readout(step) : QString();
    m_crosshair->setVisible(!text.isEmpty());
    m_crosshair->point1->setCoords(step, 0);
    m_crosshair->point2->setCoords(step, 1);
    emit readoutChanged(text);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QString LossPlot::readout(double step) const {
    QStringList parts;
    if (!m_batches->data()->isEmpty()) {
        auto point = m_batches->data()->findBegin(step);
        if (std::isnan(point->value) && point != m_batches->data()->constBegin())
            --point; // where curves break off
        parts << tr("Step %1: training %2").arg(stepText(point->key), lossText(point->value));
    }
    if (!m_validation->data()->isEmpty()) {
        auto point = m_validation->data()->findEnd(step, false);
        do {
            if (point == m_validation->data()->constBegin())
                break;
            --point;
        } while (std::isnan(point->value));
        parts << tr("validation %1").arg(lossText(point->value));
    }
    return parts.join(QStringLiteral(" · "));
}

/// A low plot has no room for what its axis counts.
void LossPlot::resizeEvent(QResizeEvent* event) {
    constexpr int roomForLabel = 200;
    m_plot->xAxis->setLabel(height() < roomForLabel ? QString() : tr("Step"));
    m_plot->axisRect()->setMinimumMargins(QMargins(48, 8, 8, height() < roomForLabel ? 8 : 32));
    QWidget::resizeEvent(event);
}

void LossPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        applyPalette();
    QWidget::changeEvent(event);
}

void LossPlot::paintStageMark(const StageMark& mark) const {
    const QColor color = themeColors(palette()).secondary;
    mark.line->setPen(QPen(color, 1));
    mark.name->setColor(color);
    mark.name->setFont(font());
}

void LossPlot::applyPalette() {
    const ThemeColors colors = themeColors(palette());
    const QColor text = palette().color(QPalette::Text);
    m_plot->setBackground(palette().color(QPalette::Base));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(QPen(colors.secondary));
        axis->setTickPen(QPen(colors.secondary));
        axis->setTickLabelColor(text);
        axis->setLabelColor(text);
        axis->setTickLabelFont(font());
        axis->setLabelFont(font());
        axis->grid()->setPen(QPen(colors.grid));
        axis->grid()->setZeroLinePen(QPen(colors.grid));
    }
    QColor faint = colors.training;
    faint.setAlpha(190);
    m_batches->setPen(QPen(faint, 1));
    m_means->setPen(QPen(colors.training, 2));
    m_means->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssSquare, colors.training, colors.training, 6));
    m_validation->setPen(QPen(colors.validation, 2, Qt::DashLine));
    m_validation->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, colors.validation, colors.validation, 7));
    m_bestMark->setPen(QPen(colors.validation, 2));
    m_bestMark->setBrush(Qt::NoBrush);
    m_bestText->setColor(text);
    m_bestText->setFont(font());
    for (const StageMark& mark : m_stageMarks)
        paintStageMark(mark);
    m_crosshair->setPen(QPen(colors.secondary, 1, Qt::DotLine));
    QColor ground = palette().color(QPalette::Base);
    ground.setAlpha(210);
    m_plot->legend->setBrush(ground);
    m_plot->legend->setBorderPen(Qt::NoPen);
    m_plot->legend->setTextColor(text);
    m_plot->legend->setFont(font());
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace storyscope::ui
