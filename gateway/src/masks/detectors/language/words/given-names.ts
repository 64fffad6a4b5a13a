/** Given names that are common somewhere, in small letters: a hint among others, no list to be complete. */
export const givenNames: ReadonlySet<string> = new Set(
  // English-speaking countries
  (
    'aaron abigail adam adrian aidan alan albert alex alexander alexandra alice alison amanda amber amelia amy andrea andrew angela ' +
    'angus anita ann anna anne annie anthony april arthur ashley audrey austin barbara beatrice ben benjamin bernard beth betty bill ' +
    'bob bonnie brad bradley brandon brenda brian bridget bruce bryan caleb cameron carl carol caroline catherine charles charlie ' +
    'charlotte chloe chris christian christina christine christopher claire clara colin connor craig cynthia daisy dan daniel danielle ' +
    'darren david dawn dean deborah debra dennis derek diana diane donald donna dorothy doug douglas dylan edith edward edwin eileen ' +
    'elaine eleanor elizabeth ella ellen ellie emily emma eric erica erin ethan eugene eva evan evelyn faith felicity fiona florence ' +
    'frances francis frank fred frederick gabriel gareth gary gavin gemma geoffrey george georgia gerald gillian glen gloria grace ' +
    'graham greg gregory hannah harold harriet harry harvey hazel heather heidi helen henry holly howard hugh ian imogen irene isaac ' +
    'isabel isabella ivy jack jackson jacob jake james jamie jane janet janice jason jasmine jay jean jeff jeffrey jenna jennifer jenny ' +
    'jeremy jerry jesse jessica jill jim joan joanna joe joel john johnny jon jonathan jordan joseph josephine josh joshua joyce judith ' +
    'judy julia julian julie justin karen kate katherine kathleen kathryn katie kayla keith kelly ken kenneth kevin kim kimberly kyle ' +
    'larry laura lauren lawrence leah lee leo leonard leslie lewis liam lily linda lisa logan lois lorraine louis louise lucas lucy luke ' +
    'lydia lynn madison maggie malcolm margaret maria marie marilyn marion mark martha martin mary matt matthew maureen max megan ' +
    'melanie melissa mia michael michelle mike mildred millie molly monica morgan nancy naomi natalie nathan neil nicholas nick nicola ' +
    'nicole nigel noah nora norman oliver olivia oscar owen paige pamela pat patricia patrick paul paula pauline peggy penelope peter ' +
    'philip phoebe phyllis poppy rachel ralph raymond rebecca rhys richard rita rob robert robin rodney roger ronald rory rosa rose ' +
    'rosemary ross roy ruby rupert russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean sebastian shane shannon ' +
    'sharon shaun sheila shirley simon sophia sophie spencer stacey stanley stella stephanie stephen steve steven stuart sue susan ' +
    'suzanne sylvia tara teresa terry theodore theresa thomas tiffany tim timothy tina toby todd tom tony tracey tracy trevor tyler ' +
    'valerie vanessa vera veronica victor victoria vincent violet virginia vivian walter wanda warren wayne wendy wesley will william ' +
    'winston zachary zoe ' +
    // German, Dutch, Scandinavian
    'anja anke annika astrid beate bernd birgit bjorn björn christoph claudia dagmar dieter dirk elke ernst erik eva felix florian ' +
    'frieda friedrich fritz gerda gerhard greta gunther günter hannes hans heike heinrich heinz helga helmut henrik hilde holger ilse ' +
    'inge ingrid jan jens joachim johan johanna johannes jonas jörg jürgen karin karl katja katrin klaus kurt lars lena lukas manfred ' +
    'marta matthias michaela monika nils olaf otto petra rainer ralf renate rolf sabine silke stefan steffen sven tobias ulrich ulrike ' +
    'ursula ute uwe volker werner wolfgang anders bram bas daan femke gijs jeroen joost kees maarten marieke pieter sanne sjoerd wim ' +
    'freya gunnar hakon ingeborg kari kjell knut lasse leif linnea magnus mikkel ole sigrid solveig sofie torsten ' +
    // Romance languages
    'agnès alain amélie antoine aurélie benoît brigitte camille cécile céline chantal clément colette corinne didier elise émile estelle ' +
    'étienne fabien françois françoise frédéric geneviève gérard guillaume hélène henri hugues jacques jean jérôme julien laurent luc ' +
    'madeleine margaux marc marcel mathieu maxime mireille monique nathalie nicolas noémie odile olivier pascal philippe pierre ' +
    'quentin rémi renée sandrine serge solène sylvie thibault thierry valérie véronique yann yves yvonne alejandro alfonso alicia álvaro ' +
    'ana andrés ángel antonio beatriz carlos carmen catalina consuelo cristina diego dolores eduardo elena emilio enrique ernesto ' +
    'esteban eva federico felipe fernando francisco gabriela gonzalo guadalupe guillermo gustavo héctor hugo ignacio inés isabel javier ' +
    'jesús joaquín jorge josé juan juana julio leticia lorena lucía luis luisa manuel marcos margarita mario marisol martín mercedes ' +
    'miguel mónica nuria óscar pablo paloma patricio pedro pilar rafael ramón raquel raúl ricardo roberto rocío rodrigo rosario rubén ' +
    'salvador santiago sergio silvia sofía teresa tomás verónica vicente ximena yolanda alessandra alessandro alessia andrea angelo ' +
    'bruno chiara claudio davide domenico emanuele enzo fabio federica filippo francesca francesco gennaro gianluca giacomo gianni ' +
    'giorgia giorgio giovanni giulia giulio giuseppe ilaria lorenzo luca luigi marcello marco martina massimo matteo maurizio michele ' +
    'nicolò paola paolo pietro riccardo rosalba salvatore serena simona simone stefania stefano tommaso umberto valentina vincenzo ' +
    'afonso bernardo beatriz bruna caio duarte fernanda flávia gabriela helena henrique inês joana joão larissa letícia luiz mafalda ' +
    'marcelo mariana mateus matheus murilo otávio paulo rafaela renata rita rui sílvia tatiana thiago tiago vitória ' +
    // Slavic, Baltic, Greek, Hungarian, Romanian, Turkish
    'agnieszka aleksander aleksandra andrei andrzej anastasia artur barbora beata bogdan boris bożena dariusz dmitri dorota elżbieta ' +
    'ewa filip galina grzegorz halina igor irina ivan ivana jakub jana janusz jarosław jerzy jiří joanna józef kamil karel katarzyna ' +
    'krzysztof ksenia larisa leszek ludmila łukasz maciej magdalena małgorzata marek marcin mateusz michał mikhail milan milena ' +
    'mirosław natalia natasha nikola nikolai oksana oleg olena olga pavel paweł petr piotr radek rafał roman ryszard sergei slavica ' +
    'stanisław svetlana tadeusz tatyana tomasz vaclav vladimir vladislav wojciech yuri zbigniew zdeněk zofia zoran alexandros dimitris ' +
    'eleni giorgos ioannis katerina konstantinos kostas nikos panagiotis sofia stavros vasiliki yannis andrás attila balázs erzsébet ' +
    'ferenc gábor ilona istván katalin lászló miklós sándor tamás zoltán zsuzsanna adina bogdan constantin cristian florin gheorghe ' +
    'ileana ioana ion mihai radu vasile ahmet ayşe burak can cem deniz elif emre fatma hakan hasan hüseyin kemal mehmet murat mustafa ' +
    'osman ömer selin serkan yusuf zeynep ' +
    // Arabic, Persian, Hebrew, African
    'abdul abdullah ahmad ahmed aisha ali amina amir amira bilal fahad faisal farah fatima habib hadi hamid hana hassan hussein ibrahim ' +
    'idris imran jamal karim khaled khalid laila layla leila mahmoud mariam maryam mohamed mohammad mohammed mona mostafa muhammad nadia ' +
    'noor nour omar rania rashid reem salim salma samira sami sana tariq yasmin yasser youssef zahra zainab ali reza arash darius ' +
    'farhad kaveh mehdi nasrin niloufar parisa shirin soraya avi ayelet chaim david eitan hadas moshe noam oren rivka shira tamar yael ' +
    'yosef abebe adaeze ade adebayo amara aminata babajide chidi chika chinedu chioma dayo ebele efua emeka femi folake fumi ife ' +
    'ifeoma ikenna jabu kagiso kamau kofi kwabena kwame lindiwe mandla mwangi ngozi njeri nkechi nnamdi obinna ola olu oluwaseun ' +
    'sipho tendai thabo themba tunde uche wanjiru yaw zanele ' +
    // South and East Asian
    'aarav abhishek aditi aditya ajay akash amit amitabh ananya anil anjali ankit anushka arjun arun asha ashok deepa deepak dev divya ' +
    'gaurav geeta harish indira ishaan kavita kiran krishna lakshmi madhuri manish manoj meera mohan mukesh naveen neha nikhil nisha ' +
    'pooja pradeep prakash pranav prasad praveen preeti priya rahul raj rajesh rajiv rakesh ravi rekha ritu rohan rohit sachin sandeep ' +
    'sanjay sanjeev santosh shankar shreya sunil sunita suresh swati tanvi usha varun vijay vikram vivek asif ayesha bushra farhan ' +
    'kamran nadeem naveed saima sajid shahid usman waqas zeeshan chen fang feng hui jian jing jun lei li lin mei ming ning ping qiang ' +
    'wei xia xiaoming xin yan yang ying yong yu zhang akira aiko ayumi daisuke haruka haruto hiroshi kaori keiko kenji kenta kumiko ' +
    'makoto masako megumi naoki noriko ryota sachiko sakura satoshi shinji takashi takeshi tomoko yoko yoshiko yuki yumi eun hyun jae ' +
    'jihoon jimin joon kyung min minho seojun soo sung yeon yuna anh bao dung hai hanh hien hoa hung huong khanh lan linh long mai minh ' +
    'nam nga ngoc nguyen nhung phuong quan quang quynh son thanh thao thi thu thuy trang trung tuan van vinh xuan agus budi dewi indah ' +
    'putri rizky siti sri wayan yanti arthit malee niran ploy somchai somsak supaporn grace jun ramon rosario'
  ).split(' '),
);
