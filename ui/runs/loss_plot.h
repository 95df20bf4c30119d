// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/run_record.h"

#include <QWidget>

class QCPItemStraightLine;
class QCPItemText;
class QCPItemTracer;
class QCPGraph;
class QCustomPlot;

namespace storyscope::ui {

enum class LossScale { Linear, Logarithmic };
enum class Smoothing { None, Exponential };

/// The curves of one loss term: training loss per batch, its mean per epoch, validation loss per epoch, a mark at the
/// best epoch, and a cross-hair that says the values under the mouse. Where a stage ends, whose losses cannot be
/// compared with the next one's, a line stands and curves break off. Draws only when told to; follows the palette.
class LossPlot : public QWidget {
    Q_OBJECT
public:
    explicit LossPlot(QWidget* parent = nullptr);

    /// Shows `curves`, of which the points shown before are a beginning (`grown`), or something new. `stageEnds`: the
    /// last step of each stage that is over. `bestStep` 0: none.
    enum class Change { Grown, New };
    void show(const TermCurves& curves, const QVector<double>& stageEnds, std::int64_t bestStep, Change change);
    void clear();
    void setScale(LossScale scale);
    void setSmoothing(Smoothing smoothing);

signals:
    /// What lies under the mouse, or an empty text.
    void readoutChanged(const QString& text);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeGraphs();
    void placeLegend();
    void makeCrosshair();
    struct StageMark {
        QCPItemStraightLine* line = nullptr;
        QCPItemText* name = nullptr;
    };
    void paintStageMark(const StageMark& mark) const;
    void markStages(const QVector<double>& stageEnds);
    void applyPalette();
    void appendBatches(const TermCurves& curves, const QVector<double>& stageEnds);
    void replaceEpochs(const TermCurves& curves, std::int64_t bestStep);
    void describe(const TermCurves& curves, const QVector<double>& stageEnds);
    void breakCurves(const QVector<double>& stageEnds);
    void fitAxes();
    void placeBestText();
    void pointAt(double x);
    QString readout(double step) const;

    QCustomPlot* m_plot = nullptr;
    QCPGraph* m_batches = nullptr;
    QCPGraph* m_means = nullptr;
    QCPGraph* m_validation = nullptr;
    QCPItemStraightLine* m_crosshair = nullptr;
    QCPItemTracer* m_bestMark = nullptr;
    QCPItemText* m_bestText = nullptr;
    std::vector<StageMark> m_stageMarks; ///< owned by the plot
    double m_bestLoss = 0;               ///< where the mark is, if there is one
    qsizetype m_shownBatches = 0;
    double m_lastShownStep = 0;
    double m_smoothed = 0;
    Smoothing m_smoothing = Smoothing::Exponential;
};

} // namespace storyscope::ui
