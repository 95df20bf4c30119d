// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_canvas.h"
#include "core/datasets/storyworld_characters.h"

namespace storyscope::datasets::storyworld {

/// What a body does. Held objects and furniture are drawn by others.
enum class Pose {
    Stand,
    Walk,
    Run,
    Sit,
    Jump,
    Sleep,
    Cook,
    Dance,
    Wave,
    Search,
    Talk,
    Phone,
    Hold,
    Carry,
    Eat,
    Drink,
    Read,
    Write,
    SitEat,
    SitDrink,
    SitRead,
    SitTalk,
    SitUp,
    Ride,
    Drive,
    Cheer,
    Reach,
    Water,
};

/// A body in the picture.
struct Figure {
    int character = 0; ///< position in characters()
    Pose pose = Pose::Stand;
    Point feet;            ///< on the ground between the feet; for Sleep the middle of the lying body's underside
    double height = 0.5;   ///< standing, as a share of the picture
    int facing = 1;        ///< 1 right, -1 left
    double progress = 0.5; ///< through the beat, [0, 1)
};

/// Joints in shares of the standing height from the feet: x forwards, y upwards.
struct Skeleton {
    Point hip = {0, 0.36};
    Point neck = {0, 0.62};
    Point head = {0.01, 0.80};
    Point handNear = {0.16, 0.36};
    Point handFar = {-0.16, 0.36};
    Point footNear = {0.07, 0.02};
    Point footFar = {-0.07, 0.02};
    double elbowNear = 0.12; ///< how far the joint leaves the straight line, as a share of its length
    double elbowFar = -0.12;
    double kneeNear = 0.05;
    double kneeFar = 0.05;
    double lift = 0; ///< of the whole body above the ground
    bool smile = false;
    bool asleep = false;
};

Skeleton skeletonOf(Pose pose, double progress);
/// Where the hand in front is in the picture, for a held object.
Point handOf(const Figure& figure);
/// Where the mouth is.
Point headOf(const Figure& figure);
bool isSmiling(Pose pose);

void drawPerson(Canvas& canvas, const Figure& figure);
void drawAnimal(Canvas& canvas, const Figure& figure);
inline void drawFigure(Canvas& canvas, const Figure& figure) {
    characters()[static_cast<std::size_t>(figure.character)].species == Species::Person ? drawPerson(canvas, figure)
                                                                                        : drawAnimal(canvas, figure);
}

} // namespace storyscope::datasets::storyworld
