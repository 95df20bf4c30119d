// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_figure.h"

#include <cmath>

namespace storyscope::datasets::storyworld {

namespace {

/// 1 in the middle of the beat, and `cycles` times through it.
double swing(double progress, double cycles) {
    return cosine((progress - 0.5) * cycles);
}

Skeleton seated() {
    Skeleton body;
    body.hip = {-0.06, 0.27};
    body.neck = {-0.05, 0.53};
    body.head = {-0.03, 0.71};
    body.footNear = {0.20, 0.02};
    body.footFar = {0.13, 0.02};
    body.kneeNear = -0.52;
    body.kneeFar = -0.50;
    body.handNear = {0.13, 0.29};
    body.handFar = {0.08, 0.27};
    return body;
}

void stride(Skeleton& body, double step, double lift) {
    body.footNear = {0.19 * step, 0.02 + lift * (step < 0 ? 1 : 0.2)};
    body.footFar = {-0.19 * step, 0.02 + lift * (step > 0 ? 1 : 0.2)};
    body.kneeNear = -0.10 - lift;
    body.kneeFar = -0.10 - lift;
    body.handNear = {-0.20 * step, 0.40};
    body.handFar = {0.20 * step, 0.40};
}

Skeleton running(double progress) {
    Skeleton body;
    const double step = swing(progress, 4);
    stride(body, step * 1.55, 0.20);
    body.kneeNear = -0.30;
    body.kneeFar = -0.30;
    body.hip = {0, 0.38};
    body.neck = {0.11, 0.62};
    body.head = {0.17, 0.79};
    body.handNear = {0.12 - 0.24 * step, 0.50};
    body.handFar = {0.12 + 0.26 * step, 0.54};
    body.elbowNear = 0.35;
    body.elbowFar = 0.35;
    body.lift = 0.03;
    return body;
}

Skeleton jumping(double progress) {
    Skeleton body;
    body.lift = 0.20 * swing(progress, 1) * (swing(progress, 1) > 0 ? 1 : 0);
    body.footNear = {0.15, 0.12};
    body.footFar = {-0.15, 0.12};
    body.kneeNear = -0.35;
    body.kneeFar = 0.35;
    body.handNear = {0.34, 0.82};
    body.handFar = {-0.34, 0.82};
    body.elbowNear = 0.18;
    body.elbowFar = -0.18;
    body.smile = true;
    return body;
}

Skeleton dancing(double progress) {
    Skeleton body;
    const double sway = swing(progress, 2);
    body.hip = {-0.04 * sway, 0.36};
    body.head = {0.05 * sway, 0.80};
    body.footNear = {0.20 * sway, 0.16};
    body.kneeNear = -0.30;
    body.footFar = {-0.03, 0.02};
    body.handNear = {0.30 * sway, 0.90};
    body.handFar = {-0.30 * sway, 0.52};
    body.elbowNear = 0.22 * sway;
    body.smile = true;
    return body;
}

/// Upper bodies that a standing and a sitting figure share; `base` is the shoulder.
void gesture(Skeleton& body, Pose pose, double progress) {
    const double move = swing(progress, 2);
    const Point at = body.neck;
    const auto from = [at](double x, double y) { return Point{at.x + x, at.y + y}; };
    switch (pose) {
    case Pose::Eat:
    case Pose::SitEat:
        body.handNear = from(0.24, 0.02 + 0.03 * move);
        body.elbowNear = -0.35;
        break;
    case Pose::Drink:
    case Pose::SitDrink:
        body.handNear = from(0.24, 0.05 + 0.02 * move);
        body.handFar = from(0.20, 0.00);
        body.elbowNear = -0.35;
        body.head.x -= 0.03;
        break;
    case Pose::SitRead:
    case Pose::Read:
        body.handNear = from(0.21, -0.12);
        body.handFar = from(0.17, -0.12);
        body.elbowNear = -0.25;
        body.head.x += 0.03;
        body.head.y -= 0.02;
        break;
    case Pose::Write:
        body.handNear = from(0.26 + 0.02 * move, -0.17);
        body.handFar = from(0.22, -0.19);
        body.neck.x += 0.04;
        body.head.x += 0.06;
        body.head.y -= 0.02;
        break;
    case Pose::Talk:
    case Pose::SitTalk:
        body.handNear = from(0.25, 0.00 + 0.04 * move);
        body.elbowNear = -0.25;
        break;
    case Pose::Phone:
        body.handNear = from(0.15, 0.16);
        body.elbowNear = -0.55;
        break;
    case Pose::Search:
        body.handNear = from(0.15, 0.26);
        body.elbowNear = -0.55;
        body.neck.x += 0.04;
        body.head.x += 0.07;
        break;
    default:
        break;
    }
}

Skeleton standing(Pose pose, double progress) {
    Skeleton body;
    const double move = swing(progress, 2);
    switch (pose) {
    case Pose::Wave:
        body.handNear = {0.33 + 0.03 * move, 0.86};
        body.elbowNear = 0.22;
        body.smile = true;
        break;
    case Pose::Cheer:
        body.handNear = {0.32, 0.90 + 0.03 * move};
        body.handFar = {-0.32, 0.90 + 0.03 * move};
        body.elbowNear = 0.18;
        body.elbowFar = -0.18;
        body.smile = true;
        break;
    case Pose::Hold:
        body.handNear = {0.24, 0.46 + 0.01 * move};
        body.elbowNear = 0.25;
        break;
    case Pose::Reach:
    case Pose::Cook:
        body.handNear = {0.28, 0.43 + 0.02 * move};
        body.handFar = {0.22, 0.40};
        body.elbowNear = 0.2;
        body.neck.x = 0.02;
        body.head.x = 0.04;
        break;
    case Pose::Water:
        body.hip = {-0.05, 0.36};
        body.neck = {0.03, 0.60};
        body.head = {0.08, 0.77};
        body.handNear = {0.29, 0.40 + 0.01 * move};
        body.elbowNear = 0.2;
        break;
    default:
        gesture(body, pose, progress);
    }
    return body;
}

Skeleton riding(double progress) {
    Skeleton body = seated();
    body.hip = {-0.06, 0.36};
    body.neck = {0.04, 0.61};
    body.head = {0.08, 0.79};
    body.footNear = {0.10, 0.06 + 0.05 * swing(progress, 3)};
    body.footFar = {0.04, 0.10 - 0.05 * swing(progress, 3)};
    body.kneeNear = -0.45;
    body.kneeFar = -0.45;
    body.handNear = {0.27, 0.44};
    body.handFar = {0.25, 0.44};
    return body;
}

Skeleton driving() {
    Skeleton body = seated();
    body.footNear = {0.16, 0.22};
    body.footFar = {0.10, 0.22};
    body.handNear = {0.22, 0.42};
    return body;
}

Skeleton posed(Pose pose, double progress) {
    Skeleton body;
    switch (pose) {
    case Pose::Walk:
        stride(body, swing(progress, 3), 0.06);
        return body;
    case Pose::Carry:
        stride(body, swing(progress, 3), 0.06);
        body.handNear = {0.24, 0.46};
        body.elbowNear = 0.25;
        return body;
    case Pose::Run:
        return running(progress);
    case Pose::Jump:
        return jumping(progress);
    case Pose::Dance:
        return dancing(progress);
    case Pose::Sleep:
        body.handNear = {0.10, 0.34};
        body.handFar = {-0.10, 0.34};
        body.asleep = true;
        return body;
    case Pose::Ride:
        return riding(progress);
    case Pose::Drive:
        return driving();
    case Pose::SitUp:
        body = seated();
        body.handNear = {0.27, 0.78 + 0.02 * swing(progress, 2)};
        body.handFar = {-0.36, 0.78};
        body.elbowNear = 0.2;
        body.elbowFar = -0.2;
        body.smile = true;
        return body;
    case Pose::Sit:
    case Pose::SitEat:
    case Pose::SitDrink:
    case Pose::SitRead:
    case Pose::SitTalk:
    case Pose::Write:
        body = seated();
        gesture(body, pose, progress);
        return body;
    default:
        return standing(pose, progress);
    }
}

} // namespace

Skeleton skeletonOf(Pose pose, double progress) {
    Skeleton body = posed(pose, progress);
    // Breathing, so that nobody is frozen; nothing in the middle of the beat.
    const double breath = 0.009 * (swing(progress, 2) - swing(0.5, 2));
    body.neck.y += breath / 2;
    body.head.y += breath;
    body.handFar.y += breath / 2;
    return body;
}

bool isSmiling(Pose pose) {
    return skeletonOf(pose, 0.5).smile;
}

Point handOf(const Figure& figure) {
    const Skeleton body = skeletonOf(figure.pose, figure.progress);
    return {figure.feet.x + figure.facing * body.handNear.x * figure.height,
            figure.feet.y - (body.handNear.y + body.lift) * figure.height};
}

Point headOf(const Figure& figure) {
    const Skeleton body = skeletonOf(figure.pose, figure.progress);
    return {figure.feet.x + figure.facing * body.head.x * figure.height,
            figure.feet.y - (body.head.y + body.lift) * figure.height};
}

} // namespace storyscope::datasets::storyworld
