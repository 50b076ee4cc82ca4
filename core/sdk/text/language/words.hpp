// The commonest words of English, of French, and of the languages that they must be told from, as Folder writes
// them: lower case, without accents and apostrophes. A word of several languages stands in each of their lists. Of long
// words the first eight letters count. Collected by hand; English and French have chat spellings and insults too, as
// comments do.
//
// To teach another language, add some thirty of the little words that its every sentence has. A word that English
// comments have too must be in the English list as well, or they will look foreign.
#pragma once

#include <string_view>

namespace moderato::text {

inline constexpr std::string_view english_words =
    // Little words.
    "the of and to a in is it that for on was with as are be this have from or by at not but they you he his her she "
    "him we us our your their them my me mine its an i all if so no one two who what which when where why how there "
    "here these those than then too very just only also even ever never always again about after before into over "
    "under out up down off onto upon through during while until since because against between without within around "
    "among across behind beyond both each every any some such many much more most less least few own same other "
    "others another else either neither nor yet still already almost quite rather maybe perhaps really "
    // Verbs.
    "am were been being has had having do does did done doing can could will would shall should may might must cannot "
    "get gets got getting go goes going gone went come comes came coming make makes made making take takes took taken "
    "taking give gives gave given giving know knows knew known knowing think thinks thought say says said saying see "
    "sees saw seen seeing look looks looking looked want wants wanted need needs needed use uses used using find found "
    "tell tells told ask asked asking seem seems feel feels felt try tries tried trying leave left call called calling "
    "keep keeps kept let lets put puts mean means meant become begin show shows shown hear heard play run runs move "
    "live lives living believe hold bring brought happen happens write wrote written read reading sit stand lose lost "
    "pay paid meet set learn change lead watch watched follow stop stopped create speak spoke allow allowed add spend "
    "spent grow open walk win won offer love loved loves like liked likes hate hates hated kill killed die died "
    "dead care cares buy bought sell wait eat drink sleep vote voted voting thank thanks agree hope wish guess "
    "suppose bet worry remove removed deleted delete edit please explain sounds happy sorry glad sure "
    "wonder deserve support stay talk talking "
    // Nouns and adjectives.
    "people person man men woman women child kids kid girl girls boy boys guy guys way ways day days time times year "
    "years thing things world life hand part place work works working worked job jobs week case point points fact "
    "facts money country state states news story article post posts comment page issue group problem system program "
    "question number night home water room mother father family friend friends area side house power end word words "
    "law laws health school police court party city town land war month lot right rights wrong good great better best "
    "bad worse worst big small little long short old new young high low next last first second public same able "
    "free true false real full half whole certain clear white black human social hard easy late early strong sad nice "
    "crazy funny sick rich poor ones anyone someone everyone nothing something anything "
    "everybody nobody somebody myself himself itself yourself enough though well back now today yes "
    "yeah oh ok okay away ago later soon often once twice together instead however actually "
    "especially exactly least face head heart body reason sense idea truth lie lies lying side name food car "
    "music movie video song book game team american english government different example information important history "
    "personal "
    "political politics president politician politicians interest interested understand remember consider completely "
    "absolutely probably basically seriously obviously clearly literally ridiculous ignorant comments article articles "
    "source sources media business control gun guns illegal legal crime criminal criminals country countries children "
    "parents immigrants refugees liberals conservatives republicans democrats citizens taxes tax economy national "
    "union "
    "rest simple simply based start started stuff matter mind line list deal course sex kind check past future fun "
    "cool "
    "fair wait fight hit cut shut turn form style text space film books claim claimed opinion argument evidence reason "
    "reasons single entire huge bunch amount test size door hat dig ate main male met pot ten till bus era min log tag "
    "son chose race sale sales grand plus ton pays pre bits via pro post van don san ho bye op ed tom kim "
    "os "
    "co wonderful beautiful awesome amazing perfect welcome message talked site france "
    // Single letters, of which chat and lists are full.
    "b c d f g h j k l m n p q s t v w x z "
    // Without their apostrophes, and in chat.
    "dont doesnt didnt isnt arent wasnt werent wont wouldnt couldnt shouldnt cant hasnt havent hadnt aint im ive id "
    "ill "
    "youre youve youll youd hes shes theyre theyve were weve its thats whats wheres whos theres heres lets lol "
    "lmao lmfao omg wtf smh tbh imo imho idk btw fyi u ur r ya yall yo bro dude dat dis gonna wanna gotta gimme kinda "
    "sorta cuz bc cause coz plz pls thx tho thru dunno tryna ima imma gon nah yep nope hey hi hello wow damn hell "
    // Rude.
    "fuck fucks fucked fucker fuckin fucking shit shitty bullshit ass asshole bitch bitches cunt dick cock pussy "
    "bastard idiot idiots moron morons stupid dumb dumbass fool fools loser losers liar liars ugly fat trash "
    "garbage scum pathetic disgusting retard whore slut hoe hoes suck sucks sucker crap piss screw jerk freak "
    "coward clown faggot gay nigga niggas nigger racist nazi ";

inline constexpr std::string_view french_words =
    "le la les l un une des du de d au aux ce cet cette ces c est et ou mais donc car ni ne n pas plus jamais rien que "
    "qu qui quoi dont ou quand comment pourquoi combien je j tu il elle on nous vous ils elles me m te t se s moi toi "
    "lui leur leurs eux y en mon ma mes ton ta tes son sa ses notre nos votre vos dans sur sous avec sans pour par "
    "chez vers entre depuis pendant avant apres contre malgre selon comme si bien mal tres trop peu assez aussi encore "
    "deja toujours souvent alors ainsi puis enfin ici aucun aucune chaque autre autres meme memes tout "
    "toute tous toutes quelque tel telle quel quelle quelles lequel "
    "suis es sommes etes sont etait etaient etais ete etre serait sera seront soit ai as a avons avez ont avait "
    "avaient aurait aura avoir eu fait faire fais font faut fera va vas vont aller vais allez peut peux peuvent "
    "pouvoir pourra veut veux veulent vouloir voulez doit dois doivent devoir devrait sait sais savoir dit dire "
    "disent voir vu voit vois voila voici mettre met mis prend prendre pris croire crois croit pense penser parle "
    "parler donne donner vient venir viens reste rester laisse trouve aime aimer arrete "
    "homme hommes femme femmes gens monde pays vie fois jour jours ans annee temps chose choses france "
    "francais gouvern merci bravo bon bonne bons grand grande petit petite beau belle vrai vraie "
    "faux mauvais nouveau premier dernier seul seule beaucoup moins mieux pire ouais oui non bonjour salut "
    "hui aujourd hier demain parce puisque lorsque afin surtout peutetre vraiment juste "
    "ca cela ceci celui celle ceux celles cetait cest nest quil quon jai jsuis chui mdr ptdr pcq pk tkt svp stp "
    "jvais jpense tt ttes qd bcp "
    "deux trois fils pere mere frere soeur famille femme noir noirs blanc blancs arabe arabes juif juifs chinois "
    "guerre "
    "coup tete rire espere maintenant accord sinon lieu mois genre truc gros grosse pauvre arreter bah ben etc droit "
    "espece foutre nul nulle honte attarde mongol gauchiste gauchistes mec meuf ouf wesh ptdr mdrr "
    "con cons conne connard pute putain merde salope salaud gueule encule debile "
    "abruti abrutis cretin imbecile idiote idiots idiot bande sale sales race nique niquer ferme ";

// All others that are written in Latin letters, each language on its own.
inline constexpr std::string_view foreign_words =
    // Spanish
    "el los las un una unos unas de del al y o pero porque que quien cual como cuando donde con sin para por sobre "
    "entre hasta desde es son era fue ser esta estan estar este esto estos esa ese eso esas hay ha han he tiene tienen "
    "tener hace hacer hacen puede pueden poder va van ir muy mas menos todo todos toda todas nada nadie siempre nunca "
    "tambien ya si no se lo le les me te nos mi tu su sus yo ellos ella usted ustedes nosotros asi bien mal otro otra "
    "otros mismo cada solo ahora aqui alli gente pais gobierno vida anos dia verdad eres soy somos "
    "mejor peor quiero quiere creo sabe saber vez gracias estoy tan tanto esos sino aunque algo alguien "
    "dice decir estaba habia senor mierda puta puto hijo idiota tonto "
    // Portuguese
    "o os as um uma uns umas do da dos das no na nos nas em e ou mas porque que quem qual como quando onde com sem "
    "para pra por pelo pela sobre ate foi ser sao esta estao isso isto esse essa este eles ela ele voce voces eu nao "
    "sim muito mais menos tudo todos todo toda nada nunca sempre tambem ja so se lhe meu minha seu sua seus nosso tem "
    "ter faz fazer pode podem vai vao ir bem mal outro outra mesmo agora aqui gente pais governo povo vida anos dia "
    "quer acho sabe vez ainda tao era estou cara melhor pior ao aos num numa dele dela depois "
    // Italian
    "il lo la gli le un uno una di del della dei delle degli dello da dal dalla dai in nel nella nei nelle con su sul "
    "sulla per tra fra e ed o ma anche perche che chi cosa come quando dove non piu meno molto tutto tutti tutta tutte "
    "niente mai sempre gia ancora sono sei siamo siete era essere hanno ho hai ha abbiamo avere fa fare fanno puo "
    "possono va vanno si se ci vi ne mi ti lui lei noi voi loro mio mia tuo tua suo sua nostro questo questa questi "
    "queste quello quella quelli bene male cosi solo poi ora qui gente paese governo vita anni giorno "
    "l d c s n dell all nell sull dall quell un sta stanno stato deve devono vuole dire detto ogni senza dopo prima "
    "proprio invece qualche alla alle allo agli "
    "al ai grazie italia quindi oppure nessuno quanto "
    // German
    "der die das den dem des ein eine einen einem einer eines und oder aber weil dass wenn als wie wo wer was warum "
    "nicht kein keine keinen nur auch noch schon immer nie sehr mehr weniger viel viele alle alles nichts etwas man "
    "ich "
    "du er sie es wir ihr mich mir dich dir ihn ihm uns euch sich mein meine dein deine sein seine ihre unser unsere "
    "ist sind war waren bin bist seid wird werden wurde wurden worden hat haben hatte hatten habe kann konnen konnte "
    "muss mussen soll sollen sollte will wollen darf macht machen geht gehen gibt ja nein doch mal so da dann hier "
    "dort jetzt wieder von vom zu zum zur mit nach bei beim aus auf an am im in fur uber unter durch gegen ohne um vor "
    "bis seit zwischen diese dieser dieses diesen jeder jede leute land leben jahre tag ganz gut besser danke "
    "einfach wirklich nun also denn ob fuer ueber "
    // Dutch
    "de het een en of maar want dat die deze dit dan als wie wat waar hoe niet geen wel ook nog al altijd nooit heel "
    "meer minder veel alle alles niets iets men ik je jij jullie hij zij ze wij we mij me hem haar ons onze hun mijn "
    "jouw uw u zijn is was waren ben bent wordt worden werd heeft hebben had heb kan kunnen moet moeten mag zal zullen "
    "zou wil willen doet doen gaat gaan komt ja nee daar hier nu weer van voor met naar bij uit op aan in te tot over "
    "onder door tegen zonder om omdat toch zo mensen land leven jaar dag goed beter gewoon echt eens maken zich er "
    // Swedish, Danish and Norwegian
    "och att det den de som en ett ar var inte ej med pa av for till fran om men eller nar hur vad vem varfor jag du "
    "han hon vi ni dom dig mig sig oss min mitt din ditt sin sitt deras har hade kan kunde ska skulle vill maste far "
    "blir blev bli vara gor gora ga finns bara ocksa sa nu da har dar mycket mer alla allt inget ingen aldrig alltid "
    "igen nagon manniskor landet bra ju sverige og at ikke er til fra af et hvad hvem hvorfor hvordan jeg dig mig "
    "sig os dem vores deres have havde skal vil ma bliver blevet vaere gor kun ogsa saa naar noget alle altid "
    "folk godt hva hvis eg dette disse denne dere meg deg seg vare vaert noe noen blir danmark norge "
    "bare hold veldig mye kommer detta dessa sina era "
    // Finnish and Estonian
    "ja on ei ole se etta han mina sina me te he mutta kun niin myos vain jos joka mika mita kuin nyt sitten ovat oli "
    "ollut olla olen olet tama tassa sen siita sita tai kaikki hyvin aina vaan voi saa kuka miksi miten "
    "heidan taas pitaa pitaisi suomen suomi jo edes kukaan mitaan kylla ihan joo onko eika minun sinun oma "
    "ning aga kui mis kes ta oma see seda selle nad meie teie ma sa pole ka veel siis oleks saab "
    // Polish
    "i w z na do nie sie to jest ze jak co o a po za od dla przez przy pod nad tak ale bo czy gdy kiedy gdzie kto "
    "tylko juz jeszcze tez byl byla bylo sa byc ma maja mam moze mozna trzeba ten ta te tego tej tym tych jego jej ich "
    "my wy oni on ona mnie mi ja ty nas was nam wam bardzo wiecej wszystko nic nigdy zawsze ludzie ludzi kraju "
    "polski polska lat teraz tam tu wiec albo lub sobie swoje jesli zeby nawet przed dobrze tyle taki "
    // Czech and Slovak
    "a se v na je ze to s z do o k i za po jako ale jak by pro od co si jsou byl bylo jeho nebo uz jen tak kdyz ktery "
    "ktera ktere ten ta te toho tom tim mi me my vy oni on ona ja ty nas vas nic nikdy vzdy lide lidi zeme let "
    "jeste neni proc kde kdo az pri pred jsem jste jsi mam maji muze musi vsechno vsichni bude budou som sme ste nie "
    "aj alebo ako ked ktory ktora tiez uz pre pri ich ma musi moze bol bola bolo ludia iba este preco nech lebo len "
    // Croatian, Serbian, Bosnian and Slovenian
    "i u je se na da su za od sa s o ne to kao ali ili ako kad gdje tko ko sto samo vec jos bio bila bilo biti ima "
    "imaju moze mogu treba ovaj ova ovo taj ta te tog tome njegov njen nas vas ja ti mi vi oni on ona mene sve nista "
    "nikad uvijek uvek ljudi zemlja sada sad tu tamo zato jer bi nije nisu koji koja koje cega hvala sam smo ste sta "
    "kako "
    "onda opet vise svi bih jedan in pa ki so bo ni ker tudi kaj lahko ampak kdo zakaj vse bil bi mora "
    // Hungarian
    "a az egy es hogy nem is van volt lesz meg de ha mint csak mar mert ez ezt azt ami aki akik ki mi mit hol mikor "
    "miert hogyan en te o mi ti ok ezek azok minden semmi soha mindig nagyon tobb jobb jo kell lehet vannak vagy "
    "ezert most majd ott itt pedig sem nincs ember emberek orszag magyar utan alatt lenne nekem neki kellene tud be "
    // Romanian
    "si in de la cu pe din nu este sunt ca sa se ce cine care cum cand unde un o al ai ale lui ei lor pentru prin fara "
    "dupa dar sau daca mai foarte tot toti toate nimic niciodata mereu doar eu tu el ea noi voi am ai are avem au fost "
    "fi era asta acest aceasta acesta aceste cei cele va vor poate pot trebuie oamenii tara ani viata bine face fac "
    "domnul decat atunci acum ori nici romania numai vrea "
    // Turkish and Azerbaijani
    "ve bir bu da de icin ile ne o cok gibi daha en ama ya var yok mi mu ben sen biz siz onlar beni seni bana sana ona "
    "bunu bunun her sey hic kim nasil neden niye zaman sonra once kadar degil olan olarak olur oldu olsun diye ki "
    "insan ulke hala artik sadece boyle oyle iyi kotu dedi bunlar lazim bizim senin benim size bize simdi "
    // Indonesian and Malay
    "yang dan di ke dari ini itu untuk dengan tidak ada adalah pada juga akan sudah bisa saya aku kamu anda dia kami "
    "kita mereka karena kalau atau tapi tetapi seperti oleh lebih sangat semua hanya lagi masih harus jangan apa "
    "siapa kenapa mana orang negara rakyat hidup tahun hari nya gak nggak ga tak pun saja aja bukan belum sama "
    "banyak jadi kok sih dong deh lah telah dalam bagi boleh supaya agar biar makin punya "
    // Vietnamese
    "la va cua khong co cho nay do voi cac nhung mot nguoi duoc trong khi de tu ra thi ma nhu cung da dang se roi "
    "nen toi ban anh em chi ho chung ta minh rat qua nhieu gi sao ai vi neu tai den lam biet noi con di an phai "
    "viec nuoc dan dung hay lai chua bai viet "
    // Tagalog
    "ang ng mga sa na ay si ni kay ko mo ka niya natin namin kami tayo sila siya ito iyan yan yun yung lang naman "
    "din rin po hindi wala may mayroon kung dahil para pero kasi ba pa nga talaga tao bansa ako ikaw nila kayo "
    // Catalan and Galician
    "l d s n els les amb per que aquest aquesta es som son pero mes molt tot tots res mai sempre hi ha han fer fa al "
    "als dels "
    "del una uns ara aixo nosaltres ells seva meva sense tambe perque unha moi non mais polo pola "
    // Lithuanian and Latvian
    "ir kad tai yra ne su bet kaip i ar jau tik dar labai buvo bus nera savo mes jus jie kas kur del nuo iki cia "
    "viskas nieko un ka nav par no uz ari vai tas ir bija tikai jau vel loti kapec kur visi mums jums viss "
    // Hindi and Urdu in Latin letters
    "hai hain nahi nahin kya ki ka ke ko se mein main hum tum aap woh yeh ye aur bhi sab kuch koi kyun kaise jab tab "
    "apna apne mera meri tera teri uska unka raha rahe rahi tha thi ho hoga karo karna kar diya gaya bahut accha "
    "desh log logo sirf toh hua liye wale wala jaise "
    // Albanian, Swahili, Afrikaans, Welsh, Icelandic, Basque, Irish, Haitian, Esperanto
    "dhe te ne per me nuk qe eshte nje ka si do shume kjo ky jane por ose kur ku duhet edhe jemi keni "
    "ya wa na kwa ni za la katika hii hiyo watu sana lakini kama pia yake huyu hao sisi wao hapa "
    "nie het vir hulle ons jy hy dit wat baie maar ook moet sal gaan "
    "yn ar y yr i ac mae wedi ei eu oedd gan hyn yw bod nid chi ni fel am wneud pob pobl iawn "
    "og er ekki ad sem thetta hann hun vid thad eg mer ther um hafa vera var eru allir "
    "eta da ez dira dute zuen baina bat hori egin dago ere izan dut hau nire zure beti "
    "agus an na ar is ni bhi ta le go leis sin seo mar gach nach bhfuil duine aon "
    "nou li yo pa ki ak nan yon gen pou ap fe tout moun sa mwen ou "
    "kaj estas la en ne por kun al li mi vi oni ili tiu kiu pli ";

// What is in the text of every language: pieces of links and markup. `detect` knows by them that there may be links.
inline constexpr std::string_view ignored_words =
    "http https ww com org net html php co rt amp gt lt nbsp user url quot ";

}  // namespace moderato::text
