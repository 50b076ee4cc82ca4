"""A made-up corpus: many articles, replies, quotes, reposts, insults, and authors of every kind. The same every time."""
import random

from daemon import comment, frame

WORDS = """the a of to and in that it is was for on are with they be at this have from or had by but some what there we can
out other were all your when up use how said an each she which do their time if will way about many then them would write
like so these her long make thing see him two has look more day could go come did my sound no most number who over know
water than call first people may down side been now find any new work part take get place made live where after back
little only round man year came show every good me give our under name very through just form much great think say help
low line before turn cause same mean differ move right boy old too does tell sentence set three want air well also play
small end put home read hand port large spell add even land here must big high such follow act why ask men change went
light kind off need house picture try us again animal point mother world near build self earth father""".split()
INSULTS = ["you are an idiot", "what a st00pid m0r0n", "you disgusting piece of trash", "shut up you pathetic fool"]


def corpus(count, articles=40, seed=1):
    """Frames in the order of submission."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        earlier = rng.choice(made[-200:]) if made else None
        article = f"article/{rng.randrange(articles)}"
        text = " ".join(rng.choices(WORDS, k=rng.randint(4, 60))).capitalize() + "."
        more, kind = {}, rng.random()
        if earlier and kind < 0.30:
            article, more = earlier["article"], {"parent": earlier["id"]}
        if earlier and kind < 0.05:
            text = f"> {earlier['text']}\n\n{text}"
        elif earlier and 0.30 <= kind < 0.40:
            text = earlier["text"].replace(" the ", " a ", 1)
        elif kind > 0.95:
            text += " " + rng.choice(INSULTS)
        author = rng.choices(["good", "wait", "bad"], [90, 5, 5])[0] + str(rng.randrange(200))
        made.append(comment(f"c{number}", text, author, article, site=rng.choice(["one", "two"]), **more))
    return [frame(each) for each in made]
