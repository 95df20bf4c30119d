# SPDX-License-Identifier: GPL-3.0-or-later
storyscope_test(metrics_caption_test SOURCES metrics_caption_test.cpp LIBRARIES storyscope_metrics LABELS metrics)
storyscope_test(metrics_picture_test SOURCES metrics_picture_test.cpp LIBRARIES storyscope_metrics Qt6::Gui LABELS metrics)
storyscope_test(metrics_score_test SOURCES metrics_score_test.cpp LIBRARIES storyscope_metrics storyscope_formats LABELS metrics)
