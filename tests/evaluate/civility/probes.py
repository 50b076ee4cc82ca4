"""Made-up comments that are hard to judge, so that the model card names those that the filter gets wrong."""

# What is tried, whether such comments should be stopped (held or rejected), and some, line by line.
PROBES = (
    ("abuse without a rude word", True, """
     Oh great, another genius who can't read. Well done, Einstein.
     With a brain like yours you should be a minister.
     I have seen smarter bread.
     You must be so proud of being this dense.
     Did your parents drop you?"""),
    ("hate without a slur", True, """
     These people breed like rats.
     Women belong in the kitchen.
     Jews control the media.
     Go back to where you came from.
     Russians are orcs.
     All men are trash."""),
    ("threats in plain words", True, """
     I'll find you and break your legs.
     I hope you die of cancer.
     We know where you live.
     People like you should be hanged.
     Somebody should shoot him.
     I hope your house burns down."""),
    ("rarer insults", True, """
     You absolute muppet.
     What a clown you are.
     You hypocrite.
     Sheeple like you believe anything.
     You whore.
     Typical libtard nonsense."""),
    ("disguises", True, """
     You are an 1d10t.
     You are an id*ot.
     You are an i d i o t.
     You are an ideeot.
     youareanidiot
     phuck you
     f_ck you
     kys"""),
    ("an insult in a long comment", True, """
     The council met on Tuesday, and the library will stay open on Sundays, which is good for all of us. You idiot.
     I read the whole plan, all forty pages of it, and then the answers that the council gave to the shopkeepers, and \
     I think that they are right: nobody asked the people who live here. You are an idiot."""),
    ("groups of people, without a word against them", False, """
     gay
     Jews
     homosexuality
     I am gay.
     I am a Muslim.
     As a Muslim woman I feel welcome here.
     Black people are people too.
     Trans women are women.
     My wife is Chinese."""),
    ("what is denied", False, """
     Muslims are not terrorists.
     I don't hate gay people.
     Trump is not an idiot.
     Nobody should call him an idiot."""),
    ("violence that is told", False, """
     The killer was sentenced to ten years.
     They killed 12 people in the attack.
     My brother died by suicide last year.
     I could kill for a coffee.
     Bayern will destroy you.
     I want to die."""),
    ("rude words that insult nobody", False, """
     Stupid question: where is the button?
     I'm such an idiot, I forgot my keys.
     That's a damn good point!
     The dog is a bitch of four years.
     The pussy cat sat on the mat.
     He kicked ass in the debate.
     Dick Cheney spoke first.
     We need better sex education in schools."""),
    ("French words that are rude in English", False, """
     Il est en retard.
     Les retards de trains sont fréquents."""),
    ("insults in other languages, too short to tell which", True, """
     du Arschloch
     vaffanculo
     Jij bent een klootzak"""),
)


def comments():
    """[(what is tried, whether it should be stopped, text)]"""
    return [(kind, stop, " ".join(line.split())) for kind, stop, lines in PROBES for line in lines.strip().splitlines()]
